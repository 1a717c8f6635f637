#include "journal_format.hpp"
#include "support.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <optional>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/result_encoding.hpp"
#include "yieldscape/io/result_reader.hpp"

namespace yieldscape {
namespace {

using test::made_up_result;
using test::message_of;
using test::read_all;
using test::TemporaryDirectory;
using test::write_all;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Hash128 run{0x1111, 0x2222};
const Hash128 point{0xaaaa, 0xbbbb};

TaskId task(std::uint32_t realization) {
  return {point, realization};
}

/// Three tasks of one writer; where each record ends.
class Journal : public testing::Test {
 protected:
  void SetUp() override {
    JournalWriter writer(path, {run, "session", 3});
    ends.push_back(std::filesystem::file_size(path));
    for (std::uint32_t i = 0; i < 3; ++i) {
      writer.start(task(i));
      ends.push_back(std::filesystem::file_size(path));
      writer.done(task(i), made_up_result(i));
      ends.push_back(std::filesystem::file_size(path));
    }
    writer.end();
    ends.push_back(std::filesystem::file_size(path));
    bytes = read_all(path);
  }

  /// What a reader makes of other bytes: results by task. Every one must be right.
  std::map<std::uint32_t, RealizationResult> results(const std::string& contents) {
    write_all(path, contents);
    index = index_journals(directory.path(), run);
    std::map<std::uint32_t, RealizationResult> found;
    ResultReader reader(index, run);
    for (const DoneTask& done : index.done()) {
      auto result = reader.read(done);
      EXPECT_EQ(done.task.point, point);
      EXPECT_EQ(result.records, made_up_result(done.task.realization).records);
      found.emplace(done.task.realization, std::move(result));
    }
    return found;
  }

  /// How many results lie wholly outside of [begin, end).
  std::size_t untouched(std::size_t begin, std::size_t end) const {
    std::size_t count = 0;
    for (std::size_t i = 2; i < ends.size() - 1; i += 2) count += ends[i] <= begin || ends[i - 1] >= end;
    return count;
  }

  /// Damage of this file that holds byte `byte`.
  void expect_damage_at(std::size_t byte) const {
    const auto holds = [&](const Damage& damage) {
      return damage.file == path && damage.offset <= byte && byte < damage.offset + damage.bytes;
    };
    EXPECT_TRUE(std::ranges::any_of(index.damage(), holds));
  }

  TemporaryDirectory directory;
  std::filesystem::path path = directory / "a.journal";
  std::vector<std::uintmax_t> ends;
  std::string bytes;
  JournalIndex index;
};

TEST_F(Journal, HoldsWhatWasWritten) {
  EXPECT_THAT(results(bytes), SizeIs(3));
  EXPECT_THAT(index.damage(), IsEmpty());
  EXPECT_EQ(index.unfinished_starts(task(0)), 0u);
  EXPECT_EQ(index.find_done(task(7)), nullptr);
  EXPECT_EQ(index.find_done(task(1))->events, 1u);
}

TEST_F(Journal, HeaderNamesTheWriter) {
  const auto contents = read_journal(path, run, [](const JournalRecord&) {});
  EXPECT_EQ(contents.header->session, "session");
  EXPECT_EQ(contents.header->writer, 3u);
  EXPECT_EQ(contents.header->run, run);
}

TEST_F(Journal, CutAtEveryByteKeepsEveryWholeRecord) {
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::size_t whole = 0;
    for (std::size_t i = 2; i < ends.size() - 1; i += 2) whole += ends[i] <= length ? 1 : 0;
    ASSERT_THAT(results(bytes.substr(0, length)), SizeIs(whole)) << "cut to " << length;
    const bool between_records = std::ranges::find(ends, length) != ends.end();
    ASSERT_THAT(index.damage(), SizeIs(between_records ? 0 : 1)) << "cut to " << length;
    if (!between_records) {
      ASSERT_TRUE(index.damage()[0].torn_tail) << "cut to " << length;
    }
  }
}

TEST_F(Journal, CutAtTheBeginningKeepsEveryWholeRecord) {
  for (std::size_t begin = 1; begin < bytes.size(); begin += begin < 200 ? 1 : 7) {
    ASSERT_THAT(results(bytes.substr(begin)), SizeIs(untouched(0, begin))) << "cut before " << begin;
    ASSERT_THAT(index.damage(), testing::Not(IsEmpty())) << "cut before " << begin;
  }
}

TEST_F(Journal, OneFlippedBitAnywhereLosesItsRecordAloneAndIsReported) {
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
    // Every bit of the header and of the first task's records; the other records are made the same way.
    const int step = byte < ends[2] ? 1 : 7;
    for (int bit = 0; bit < 8; bit += step) {
      std::string damaged = bytes;
      damaged[byte] = char(damaged[byte] ^ (1 << bit));
      ASSERT_THAT(results(damaged), SizeIs(untouched(byte, byte + 1)))
          << "bit " << bit << " of byte " << byte;
      ASSERT_THAT(index.damage(), SizeIs(1)) << "bit " << bit << " of byte " << byte;
      ASSERT_NO_FATAL_FAILURE(expect_damage_at(byte));
    }
  }
}

TEST_F(Journal, OneByteLostOrAddedAnywhereLosesItsRecordAlone) {
  for (std::size_t byte = 0; byte < bytes.size(); byte += 3) {
    std::string shorter = bytes;
    shorter.erase(byte, 1);
    ASSERT_THAT(results(shorter), SizeIs(untouched(byte, byte + 1))) << "without byte " << byte;
    ASSERT_THAT(index.damage(), testing::Not(IsEmpty())) << "without byte " << byte;
    std::string longer = bytes;
    longer.insert(byte, 1, '\x01');
    ASSERT_GE(results(longer).size(), untouched(byte, byte + 1)) << "more before byte " << byte;
    ASSERT_THAT(index.damage(), testing::Not(IsEmpty())) << "more before byte " << byte;
  }
}

TEST_F(Journal, ZeroedBlockAnywhereLosesItsRecordsAlone) {
  for (const std::size_t block : {std::size_t(64), std::size_t(512)}) {
    for (std::size_t begin = 0; begin + block <= bytes.size(); begin += 16) {
      std::string damaged = bytes;
      std::memset(damaged.data() + begin, 0, block);
      const auto changed = std::ranges::mismatch(damaged, bytes).in1 - damaged.begin();
      if (std::size_t(changed) == bytes.size()) continue;  // zeros of the header's padding
      ASSERT_THAT(results(damaged), SizeIs(untouched(begin, begin + block))) << "from byte " << begin;
      ASSERT_NO_FATAL_FAILURE(expect_damage_at(std::size_t(changed)));
    }
  }
}

TEST_F(Journal, ZerosAfterTheEndAreReported) {
  EXPECT_THAT(results(bytes + std::string(4096, '\0')), SizeIs(3));
  ASSERT_THAT(index.damage(), SizeIs(1));
  EXPECT_EQ(index.damage()[0].offset, bytes.size());
}

TEST_F(Journal, ResynchronizesPastForeignBytesLongerThanTheSearchWindow) {
  const std::string noise((std::size_t(1) << 20) + 12345, '\x89');
  const std::string damaged = bytes.substr(0, ends[2]) + noise + bytes.substr(ends[2]);
  EXPECT_THAT(results(damaged), SizeIs(3));
  ASSERT_THAT(index.damage(), SizeIs(1));
  EXPECT_EQ(index.damage()[0].offset, ends[2]);
  EXPECT_EQ(index.damage()[0].bytes, noise.size());
}

TEST_F(Journal, EmptyFileAndHeaderAloneHoldNothing) {
  EXPECT_THAT(results(""), IsEmpty());
  EXPECT_THAT(index.damage(), SizeIs(1));
  EXPECT_THAT(results(bytes.substr(0, ends[0])), IsEmpty());
  EXPECT_THAT(index.damage(), IsEmpty());
}

TEST_F(Journal, AnyBytesAreReadWithoutACrash) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    std::string noise = i % 2 == 0 ? std::string() : bytes.substr(0, ends[std::size_t(i) % ends.size()]);
    for (int j = 0; j < i * 3; ++j) noise += char(random());
    ASSERT_LE(results(noise).size(), 3u);
  }
}

TEST_F(Journal, LostHeaderDoesNotLoseRecords) {
  EXPECT_THAT(results(std::string(128, 'x') + bytes.substr(128)), SizeIs(3));
  EXPECT_THAT(results(bytes.substr(128)), SizeIs(3));
}

TEST_F(Journal, AnotherRunsJournalIsRefused) {
  write_all(path, bytes);
  index = index_journals(directory.path(), {0x3333, 0x2222});
  EXPECT_THAT(index.done(), IsEmpty());
  ASSERT_THAT(index.damage(), SizeIs(1));
  EXPECT_THAT(index.damage()[0].what, HasSubstr("belongs to another run"));
}

TEST_F(Journal, AnotherRunsRecordsDoNotProveThemselvesEvenWithoutHeader) {
  write_all(path, bytes.substr(128));
  EXPECT_THAT(index_journals(directory.path(), {0x3333, 0x2222}).done(), IsEmpty());
}

TEST_F(Journal, OthersAreReadBesideAnotherRunsJournal) {
  JournalWriter(directory / "b.journal", {{0x3333, 0x2222}, "other", 0}).done(task(1), made_up_result(9));
  EXPECT_THAT(results(bytes), SizeIs(3));
  ASSERT_THAT(index.damage(), SizeIs(1));
  EXPECT_EQ(index.damage()[0].file, directory / "b.journal");
}

TEST_F(Journal, OlderAndNewerFormatsAreRefused) {
  for (const std::uint32_t version : {journal::format_version - 1, journal::format_version + 1}) {
    std::string other = bytes.substr(0, 128);
    std::memcpy(other.data() + 8, &version, sizeof version);
    const auto checksum = hash64(std::as_bytes(std::span(other)).first(120));
    std::memcpy(other.data() + 120, &checksum, sizeof checksum);
    EXPECT_THAT(results(other + bytes.substr(128)), IsEmpty());
    ASSERT_THAT(index.damage(), SizeIs(1));
    EXPECT_THAT(index.damage()[0].what, HasSubstr("format " + std::to_string(version)));
  }
}

TEST_F(Journal, SameJournalTwiceCountsOnce) {
  write_all(directory / "b.journal", bytes);
  EXPECT_THAT(results(bytes), SizeIs(3));
  EXPECT_THAT(index.damage(), IsEmpty());
}

TEST_F(Journal, CostMayDifferBetweenTwoResultsOfOneTask) {
  auto again = made_up_result(1);
  again.seconds += 10;
  JournalWriter(directory / "b.journal", {run, "other", 0}).done(task(1), again);
  EXPECT_THAT(results(bytes), SizeIs(3));
}

TEST_F(Journal, TwoDifferentResultsOfOneTaskRaiseTheAlarm) {
  auto other = made_up_result(1);
  other.records.series.values()[0] = std::nextafter(other.records.series.values()[0], 2.0);
  JournalWriter(directory / "b.journal", {run, "other", 0}).done(task(1), other);
  const auto message =
      message_of<CorruptError>([&] { static_cast<void>(index_journals(directory.path(), run)); });
  EXPECT_THAT(message, HasSubstr("determinism alarm"));
  EXPECT_THAT(message, HasSubstr("realization 1 of point"));
  EXPECT_THAT(message, HasSubstr("a.journal, offset"));
  EXPECT_THAT(message, HasSubstr("b.journal, offset"));
}

TEST_F(Journal, CountsFailuresAndUnfinishedStarts) {
  {
    JournalWriter writer(directory / "b.journal", {run, "b", 0});
    writer.failed(task(8), "no finite stress");
    writer.start(task(9));  // killed here
  }
  {
    JournalWriter writer(directory / "c.journal", {run, "c", 0});
    writer.failed(task(8), "no finite stress");
    writer.failed(task(1), "done elsewhere");
    writer.start(task(9));  // killed again
  }
  {
    JournalWriter writer(directory / "d.journal", {run, "d", 0});
    writer.start(task(9));  // given up in order
    writer.end();
  }
  index = index_journals(directory.path(), run);
  ASSERT_NE(index.find_failed(task(8)), nullptr);
  EXPECT_EQ(index.find_failed(task(8))->count, 2u);
  EXPECT_EQ(index.find_failed(task(8))->message, "no finite stress");
  EXPECT_EQ(index.find_failed(task(1)), nullptr) << "a result outweighs a failure";
  EXPECT_EQ(index.unfinished_starts(task(9)), 2u);
}

/// Three tasks begun together, of which two were finished.
class TasksBegunTogether : public Journal {
 protected:
  void SetUp() override {
    Journal::SetUp();
    writer.emplace(other, JournalHeader{run, "b", 0});
    writer->start(std::vector{task(7), task(8), task(9)});
    begun = std::filesystem::file_size(other);
    writer->done(task(7), made_up_result(7));
    writer->done(task(8), made_up_result(8));
  }
  std::vector<std::uint32_t> unfinished_starts() {
    index = index_journals(directory.path(), run);
    return {index.unfinished_starts(task(7)), index.unfinished_starts(task(8)),
            index.unfinished_starts(task(9))};
  }
  std::filesystem::path other = directory / "b.journal";
  std::optional<JournalWriter> writer;
  std::uintmax_t begun = 0;
};

TEST_F(TasksBegunTogether, AreWrittenWhenTheLastIsDone) {
  EXPECT_EQ(std::filesystem::file_size(other), begun);
  writer->failed(task(9), "no finite stress");
  EXPECT_THAT(unfinished_starts(), testing::Each(0u));
  EXPECT_THAT(index.done(), SizeIs(5));
  EXPECT_NE(index.find_failed(task(9)), nullptr);
}

TEST_F(TasksBegunTogether, AreAllUnfinishedAfterAKill) {
  writer.reset();
  EXPECT_THAT(unfinished_starts(), testing::Each(1u));
  EXPECT_THAT(index.done(), SizeIs(3));
}

TEST_F(TasksBegunTogether, AreKeptAsFarAsTheyGotBySyncAndEnd) {
  writer->sync();
  EXPECT_THAT(unfinished_starts(), testing::ElementsAre(0, 0, 1));
  EXPECT_THAT(index.done(), SizeIs(5));
  writer->end();
  EXPECT_THAT(unfinished_starts(), testing::Each(0u));
}

// A realization that gets ahead from checkpoint to checkpoint is not the one that kills its process.
TEST_F(Journal, OfStartsAtCheckpointsTheLatestPlaceCounts) {
  const auto killed_at = [&](std::uint64_t grid) {
    static int journals = 0;
    JournalWriter(directory / fmt::format("k{}.journal", journals++), {run, "k", 0}).start(task(9), grid);
    return index_journals(directory.path(), run).unfinished_starts(task(9));
  };
  EXPECT_EQ(killed_at(0), 1u);
  EXPECT_EQ(killed_at(0), 2u);
  EXPECT_EQ(killed_at(17), 1u);
  EXPECT_EQ(killed_at(17), 2u);
  EXPECT_EQ(killed_at(30), 1u);
}

TEST_F(Journal, ForgivesWhatWasCountedAndNothingLater) {
  const auto session = [&](const std::string& name, const auto& write) {
    JournalWriter writer(directory / (name + ".journal"), {run, name, 0});
    write(writer);
  };
  const auto fail = [&](JournalWriter& writer) {
    writer.failed(task(8), "no finite stress");
    writer.start(task(9));
  };
  session("b", fail);
  session("c", fail);
  session("aa", [&](JournalWriter& writer) {  // before the others by name: the order does not matter
    writer.forgive(task(8), {.failures = 2, .unfinished_starts = 0});
    writer.forgive(task(9), {.failures = 0, .unfinished_starts = 2});
    writer.end();
  });
  index = index_journals(directory.path(), run);
  EXPECT_EQ(index.find_failed(task(8)), nullptr);
  EXPECT_EQ(index.unfinished_starts(task(9)), 0u);
  session("d", fail);
  index = index_journals(directory.path(), run);
  ASSERT_NE(index.find_failed(task(8)), nullptr);
  EXPECT_EQ(index.find_failed(task(8))->count, 1u);
  EXPECT_EQ(index.unfinished_starts(task(9)), 1u);
}

TEST_F(Journal, AnAbandonedTaskIsNotHeldAgainstItself) {
  {
    JournalWriter writer(directory / "b.journal", {run, "b", 0});
    writer.start(task(9));
    writer.abandon();
  }
  index = index_journals(directory.path(), run);
  EXPECT_EQ(index.unfinished_starts(task(9)), 0u);
}

TEST_F(Journal, ARecordDamagedAfterIndexingIsNotRead) {
  results(bytes);
  std::string damaged = bytes;
  damaged[ends[2] - 20] = char(~damaged[ends[2] - 20]);
  write_all(path, damaged);
  EXPECT_THAT(message_of<CorruptError>(
                  [&] { static_cast<void>(ResultReader(index, run).read(*index.find_done(task(0)))); }),
              HasSubstr("damaged since it was indexed"));
}

TEST_F(Journal, IsNeverOverwritten) {
  EXPECT_THAT(message_of<IoError>([&] { JournalWriter(path, {run, "s", 0}); }), HasSubstr("File exists"));
}

TEST(JournalWriterTest, DirectoryThatIsMissingIsNamed) {
  const auto message = message_of<IoError>([] { JournalWriter("/nowhere/at/all.journal", {run, "s", 0}); });
  EXPECT_THAT(message, HasSubstr("/nowhere/at/all.journal"));
  EXPECT_THAT(message, HasSubstr("No such file"));
}

TEST(JournalWriterTest, FullDeviceEndsTheWriterWithARemedy) {
  TemporaryDirectory directory;
  // Writing to this device fails as on a full disk.
  File full = File::open_to_append("/dev/full");
  EXPECT_THAT(message_of<IoError>([&] { full.write("x"); }), HasSubstr("Free space or raise the quota"));
}

TEST(JournalIndexTest, AbsentDirectoryHoldsNothing) {
  EXPECT_THAT(index_journals("/nowhere", run).done(), IsEmpty());
}

TEST(ResultEncoding, KeepsEveryBit) {
  auto result = made_up_result(3, 5, true);
  result.records.series.values()[0] = std::numeric_limits<double>::quiet_NaN();
  result.records.series.values()[1] = -0.0;
  result.records.series.values()[2] = std::numeric_limits<double>::denorm_min();
  const auto bytes = encode(result);
  const auto back = decode(bytes, "test");
  EXPECT_EQ(encode(back), bytes);
  EXPECT_EQ(back.records.maps, result.records.maps);
  EXPECT_EQ(back.records.histograms, result.records.histograms);
  EXPECT_EQ(back.records.avalanches, result.records.avalanches);
  EXPECT_EQ(back.slips, result.slips);
  EXPECT_EQ(back.rounds, result.rounds);
  EXPECT_EQ(back.near_ties, result.near_ties);
  EXPECT_EQ(back.seconds, result.seconds);
}

TEST(ResultEncoding, RefusesEveryShorterAndLongerForm) {
  auto bytes = encode(made_up_result(3, 5, true));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(decode(std::span(bytes).first(length), "test"), CorruptError) << length;
  }
  bytes.push_back(std::byte{0});
  EXPECT_THAT(message_of<CorruptError>([&] { static_cast<void>(decode(bytes, "here")); }),
              HasSubstr("here: 1 bytes too many"));
}

TEST(ResultEncoding, HugeCountsAllocateNothing) {
  auto bytes = encode(made_up_result(0));
  for (const std::size_t place : {std::size_t(32), std::size_t(40)}) {  // avalanches, strains
    auto huge = bytes;
    std::memset(huge.data() + place, 0xff, 8);
    EXPECT_THROW(decode(huge, "test"), CorruptError);
  }
}

}  // namespace
}  // namespace yieldscape
