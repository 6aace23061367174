// A command that runs beside the server, in a process group of its own, so that whatever it
// starts can be ended with it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mail/result.hpp"

namespace mailrig::cli {

// How a command ended, as a shell says it.
struct Ended {
  int code = 0;            // its exit code, or 128 + the signal that killed it
  bool timed_out = false;  // it was ended for taking too long
};

class Child {
 public:
  // From now on SIGINT, SIGTERM, SIGHUP and SIGQUIT are for the command, until it has ended.
  Child();
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  struct NotStarted {
    int code;          // 127: there is no such command; 126: it cannot be run
    std::string what;  // why
  };
  // `environment` holds entries NAME=value. Looks `command.front()` up in PATH.
  std::optional<NotStarted> start(const std::vector<std::string>& command,
                                  const std::vector<std::string>& environment);

  // Passes signals on until the command ends. After `limit` its group is asked to end, and killed
  // five seconds later.
  Ended wait(std::optional<std::chrono::milliseconds> limit);

 private:
  // Waits for signals for so long, and passes them on.
  void pass_signals(std::chrono::milliseconds time) const;
  void lend_terminal() const;
  void take_terminal_back() const;

  pid_t process_ = -1;
  bool terminal_ = false;  // the command has the terminal's foreground
};

}  // namespace mailrig::cli
