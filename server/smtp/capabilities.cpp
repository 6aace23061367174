#include "smtp/capabilities.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

namespace mailrig::smtp {
namespace {

std::string_view keyword(std::string_view line) { return line.substr(0, line.find_first_of(" =")); }

}  // namespace

std::vector<std::string> capabilities(std::uint64_t largest) {
  return {"PIPELINING", "SIZE " + std::to_string(largest),
          "8BITMIME",   "ENHANCEDSTATUSCODES",
          "SMTPUTF8",   "HELP"};
}

void edit_capabilities(std::vector<std::string>& lines, const std::vector<CapabilityEdit>& edits) {
  for (const CapabilityEdit& edit : edits) {
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
      return iequals(keyword(line), keyword(edit.line));
    });
    if (edit.remove) {
      if (found != lines.end()) lines.erase(found);
    } else if (found != lines.end()) {
      *found = edit.line;
    } else {
      lines.push_back(edit.line);
    }
  }
}

Reply ehlo_reply(std::string_view hostname, const std::vector<std::string>& lines) {
  std::string text(hostname);
  for (const std::string& line : lines) text.append("\n").append(line);
  return Reply::make(250, "", text);
}

}  // namespace mailrig::smtp
