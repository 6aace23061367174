// A whole file that an option names.
#pragma once

#include <string>

#include "mail/result.hpp"

namespace mailrig {

// Every octet of it. The error is the system's reason: "No such file or directory".
Result<std::string> read_text_file(const std::string& path);

}  // namespace mailrig
