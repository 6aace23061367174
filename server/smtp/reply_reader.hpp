// Replies as a client reads them (RFC 5321 §4.2): of one or more lines, in whatever pieces they
// come.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::smtp {

struct ClientReply {
  int code = 0;                    // of the last line; 0 if it has none
  std::vector<std::string> lines;  // whole, without line ends

  int first_digit() const { return code / 100; }
  std::string text() const;  // all lines, joined by " / "
};

class ReplyReader {
 public:
  static constexpr std::size_t kLongest = 64 << 10;  // octets of one reply

  void add(std::string_view octets) { unread_.append(octets); }
  // The next line without its end, which a lone LF may be too; nothing if none is whole.
  std::optional<std::string> line();
  // The next reply; nothing if none is whole.
  std::optional<ClientReply> reply();
  bool too_long() const { return unread_.size() + held_ > kLongest; }

 private:
  std::string unread_;
  ClientReply partial_;
  std::size_t held_ = 0;  // octets of partial_
};

}  // namespace mailrig::smtp
