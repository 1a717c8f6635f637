#include "support.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/read_table.hpp"

namespace yieldscape {
namespace {

using test::message_of;
using test::TemporaryDirectory;
using test::write_all;
using testing::ElementsAre;
using testing::HasSubstr;

class ReadTable : public testing::Test {
 protected:
  std::vector<std::vector<double>> columns(const std::string& text) {
    write_all(path, text);
    return read_table(path);
  }
  std::string refusal(const std::string& text) {
    return message_of<ConfigurationError>([&] { static_cast<void>(columns(text)); });
  }
  TemporaryDirectory directory;
  std::filesystem::path path = directory / "table.csv";
};

TEST_F(ReadTable, AllSeparatorsAndComments) {
  const auto expected = ElementsAre(ElementsAre(0.5, -1e-3), ElementsAre(2.0, 4.0));
  EXPECT_THAT(columns("0.5,2\n-1e-3,4\n"), expected);
  EXPECT_THAT(columns("0.5;2\n-1e-3;4"), expected);
  EXPECT_THAT(columns("0.5\t2\n-1e-3 \t 4\n"), expected);
  EXPECT_THAT(columns("# title\n\n  0.5 2 # first\n-1e-3 +4\n"), expected);
  EXPECT_THAT(columns("\xef\xbb\xbfstrain, stress\r\n0.5 , 2\r\n-1e-3, 4\r\n"), expected);
}

TEST_F(ReadTable, OneColumn) {
  EXPECT_THAT(columns("1\n2\n3\n"), ElementsAre(ElementsAre(1, 2, 3)));
}

TEST_F(ReadTable, OnlyTheFirstLineMayBeAHeader) {
  EXPECT_THAT(columns("a b\n1 2\n"), ElementsAre(ElementsAre(1), ElementsAre(2)));
  EXPECT_THAT(refusal("a b\nc d\n1 2\n"), HasSubstr("table.csv:2: 'c' is not a number"));
  EXPECT_THAT(refusal("1 x\n"), HasSubstr("table.csv:1: 'x' is not a number"));
}

TEST_F(ReadTable, WrongNumbersAreNamedWithTheirLine) {
  EXPECT_THAT(refusal("1,2\n3,4x\n"), HasSubstr(":2: '4x' is not a number"));
  EXPECT_THAT(refusal("1,2\n3,nan\n"), HasSubstr(":2: 'nan' is not a finite number"));
  EXPECT_THAT(refusal("1,2\n3,inf\n"), HasSubstr("not a finite number"));
  EXPECT_THAT(refusal("1,2\n3,1e999\n"), HasSubstr("'1e999' is not a number (or too large for one)"));
  EXPECT_THAT(refusal("1,2\n3,\n"), HasSubstr(":2: a number is missing"));
  EXPECT_THAT(refusal("1,2\n,3\n"), HasSubstr(":2: a number is missing"));
  EXPECT_THAT(refusal("1,2\n1,2,3\n"), HasSubstr(":2: 3 columns where the lines before have 2"));
  EXPECT_THAT(refusal("1 " + std::string(1000, 'z') + "\n"), HasSubstr("zzz'…"));
}

TEST_F(ReadTable, FilesThatAreNoTables) {
  EXPECT_THAT(refusal(""), HasSubstr("no numbers"));
  EXPECT_THAT(refusal("# nothing\nstrain stress\n"), HasSubstr("no numbers"));
  EXPECT_THAT(refusal(std::string("\0\1\2", 3)), HasSubstr("binary"));
  EXPECT_THAT(message_of<IoError>([&] { static_cast<void>(read_table(directory / "absent.csv")); }),
              HasSubstr("absent.csv"));
  EXPECT_THAT(message_of<Error>([&] { static_cast<void>(read_table(directory.path())); }),
              HasSubstr("directory"));
}

}  // namespace
}  // namespace yieldscape
