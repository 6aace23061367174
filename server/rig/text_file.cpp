#include "rig/text_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace mailrig {

Result<std::string> read_text_file(const std::string& path) {
  const auto reason = [](int error) { return Error{std::generic_category().message(error)}; };
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return reason(EISDIR);  // which opens well
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return reason(errno ? errno : EIO);
  std::ostringstream text;
  if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (file.bad() || text.fail()) return reason(errno ? errno : EIO);
  return text.str();
}

}  // namespace mailrig
