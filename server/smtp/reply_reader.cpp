#include "smtp/reply_reader.hpp"

#include "mail/ascii.hpp"

namespace mailrig::smtp {

std::string ClientReply::text() const {
  std::string all;
  for (const std::string& line : lines) all += (all.empty() ? "" : " / ") + line;
  return all;
}

std::optional<std::string> ReplyReader::line() {
  const std::size_t end = unread_.find('\n');
  if (end == std::string::npos) return std::nullopt;
  std::string line = unread_.substr(0, end);
  unread_.erase(0, end + 1);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<ClientReply> ReplyReader::reply() {
  while (auto next = line()) {
    const bool coded =
        next->size() >= 3 && is_digit((*next)[0]) && is_digit((*next)[1]) && is_digit((*next)[2]);
    const bool more = coded && next->size() > 3 && (*next)[3] == '-';
    held_ += next->size();
    partial_.code = coded ? std::stoi(next->substr(0, 3)) : 0;
    partial_.lines.push_back(std::move(*next));
    if (more) continue;
    held_ = 0;
    ClientReply whole = std::move(partial_);
    partial_ = {};
    return whole;
  }
  return std::nullopt;
}

}  // namespace mailrig::smtp
