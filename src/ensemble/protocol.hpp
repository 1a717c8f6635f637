#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/parallel/messages.hpp"

// The messages between controller and worker.
//   worker -> controller  Request: what was finished since the last one, and what for it comes
//   controller -> worker  Batch: answer to each request for one, where an empty batch ends the work; and to a
//                         goodbye, empty, when all work is done
//                         sign of life: nothing, now and then

namespace yieldscape {

inline constexpr Tag request_tag{1};
inline constexpr Tag batch_tag{2};
inline constexpr Tag sign_tag{3};

enum class Purpose : std::uint32_t {
  batch,         ///< wants one
  goodbye,       ///< the last message; wants to hear when all have said it
  sign_of_life,  ///< wants nothing; sent now and then
};

struct Request {
  Purpose purpose = Purpose::batch;
  bool stop_requested = false;
  std::uint32_t ranks = 1;  ///< of the team
  Task task;                ///< under way, or the last one
  std::vector<TaskReport> reports;
};

struct RequestHeader {
  Purpose purpose;
  std::uint32_t stop_requested;
  std::uint32_t ranks;
  Task task;
};

/// A rank gives a sign of life this often within the longest silence, in seconds, but not more often than
/// anybody could wish.
inline double sign_interval(double longest_silence) {
  constexpr double signs = 4;
  constexpr double most_frequent = 0.1;
  return longest_silence / signs > most_frequent ? longest_silence / signs : most_frequent;
}

inline std::vector<std::byte> encode(const Request& request) {
  const RequestHeader header{.purpose = request.purpose,
                             .stop_requested = request.stop_requested,
                             .ranks = request.ranks,
                             .task = request.task};
  std::vector<std::byte> bytes(sizeof header + request.reports.size() * sizeof(TaskReport));
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!request.reports.empty()) {
    std::memcpy(bytes.data() + sizeof header, request.reports.data(),
                request.reports.size() * sizeof(TaskReport));
  }
  return bytes;
}

inline Request decode_request(std::span<const std::byte> bytes) {
  EXPECTS(bytes.size() >= sizeof(RequestHeader));
  RequestHeader header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  Request request{.purpose = header.purpose,
                  .stop_requested = header.stop_requested != 0,
                  .ranks = header.ranks,
                  .task = header.task,
                  .reports = {}};
  const auto rest = bytes.subspan(sizeof header);
  request.reports.resize(rest.size() / sizeof(TaskReport));
  if (!rest.empty())
    std::memcpy(request.reports.data(), rest.data(), request.reports.size() * sizeof(TaskReport));
  return request;
}

inline Batch decode_batch(std::span<const std::byte> bytes) {
  EXPECTS(bytes.size() == sizeof(Batch));
  Batch batch;
  std::memcpy(&batch, bytes.data(), sizeof batch);
  return batch;
}

}  // namespace yieldscape
