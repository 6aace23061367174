// The flags that send and load share: which server, how it is spoken to, who logs in.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "smtp/sender.hpp"

namespace mailrig::cli {

struct Via {
  std::string server, tls = "none", ca, user, password, mechanism, helo, timeout = "60s";
  bool lmtp = false;
};

void add_via(CLI::App& app, Via& via);

// Where to, and how; the error names the flag.
Result<smtp::Target> target_of(const Via& via);
// Without mail and done.
smtp::SenderOptions sender_options(const Via& via);

// `given`, or $SMTP_HOST and $SMTP_PORT, which `mailrig run` exports, or 127.0.0.1:1025.
std::string mail_server(const std::string& given);
// Text of a stranger, fit for a terminal: control characters become `?`.
std::string printable(std::string_view text);
// The whole file, or standard input for "-".
Result<std::string> read_file(const std::string& path);
// Bare LF and CR become CRLF.
std::string with_crlf(std::string_view text);

}  // namespace mailrig::cli
