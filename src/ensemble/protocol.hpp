#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/parallel/messages.hpp"

// The two messages between controller and worker.
//   worker -> controller  Request: what was finished since the last one; whether another batch is wanted
//   controller -> worker  Batch: answer to each request that wants one; an empty batch ends the work

namespace yieldscape {

inline constexpr Tag request_tag{1};
inline constexpr Tag batch_tag{2};

struct Request {
  bool wants_batch = true;
  bool stop_requested = false;
  std::uint32_t ranks = 1;  ///< of the team
  std::vector<TaskReport> reports;
};

struct RequestHeader {
  std::uint32_t wants_batch;
  std::uint32_t stop_requested;
  std::uint32_t ranks;
};

inline std::vector<std::byte> encode(const Request& request) {
  const RequestHeader header{
      .wants_batch = request.wants_batch, .stop_requested = request.stop_requested, .ranks = request.ranks};
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
  Request request{.wants_batch = header.wants_batch != 0,
                  .stop_requested = header.stop_requested != 0,
                  .ranks = header.ranks,
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
