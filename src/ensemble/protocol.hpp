#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/parallel/messages.hpp"

// The two messages between controller and worker.
//   worker -> controller  Request: what was finished since the last one, and what for it comes
//   controller -> worker  Batch: answer to each request for one; an empty batch ends the work

namespace yieldscape {

inline constexpr Tag request_tag{1};
inline constexpr Tag batch_tag{2};

enum class Purpose : std::uint32_t {
  batch,         ///< wants one
  goodbye,       ///< the last message
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
