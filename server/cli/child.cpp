#include "cli/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace mailrig::cli {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int passed_on[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr milliseconds patience{5'000};  // between asking the group to end and killing it

// A signal becomes an octet in a pipe, so that one place waits for all of them.
int pipe_ends[2] = {-1, -1};

void on_signal(int number) {
  const int error = errno;
  const auto octet = static_cast<unsigned char>(number);
  if (::write(pipe_ends[1], &octet, 1) != 1) {
    // The pipe is full of signals that wait already.
  }
  errno = error;
}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

}  // namespace

Child::Child() {
  if (::pipe(pipe_ends) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  for (const int end : pipe_ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
  handle(SIGCHLD, on_signal);
  for (const int number : passed_on) handle(number, on_signal);
}

Child::~Child() {
  handle(SIGCHLD, SIG_DFL);
  for (const int number : passed_on) handle(number, SIG_DFL);
  for (int& end : pipe_ends) {
    ::close(end);
    end = -1;
  }
}

std::optional<Child::NotStarted> Child::start(const std::vector<std::string>& command,
                                              const std::vector<std::string>& environment) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setpgroup(&attributes, 0);
  // What this program ignores, the command does not.
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  const auto arguments = pointers(command), variables = pointers(environment);
  const int error = ::posix_spawnp(&process_, arguments.front(), nullptr, &attributes,
                                   arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  if (error) {
    process_ = -1;
    return NotStarted{error == ENOENT ? 127 : 126, std::generic_category().message(error)};
  }
  terminal_ = ::isatty(STDIN_FILENO) && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
  if (terminal_) lend_terminal();
  return std::nullopt;
}

void Child::lend_terminal() const {
  // A command that reads the terminal from the background would be stopped.
  ::tcsetpgrp(STDIN_FILENO, process_);
  ::kill(-process_, SIGCONT);
}

void Child::take_terminal_back() const {
  handle(SIGTTOU, SIG_IGN);
  ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
  handle(SIGTTOU, SIG_DFL);
}

void Child::pass_signals(milliseconds time) const {
  pollfd one{pipe_ends[0], POLLIN, 0};
  ::poll(&one, 1, static_cast<int>(time.count()));
  unsigned char number = 0;
  while (::read(pipe_ends[0], &number, 1) == 1)
    if (number != SIGCHLD) ::kill(-process_, number);
}

Ended Child::wait(std::optional<milliseconds> limit) {
  const auto began = Clock::now();
  Ended ended;
  bool killed = false;
  int status = 0;
  while (::waitpid(process_, &status, WNOHANG) != process_) {
    pass_signals(milliseconds(100));
    const auto taken = Clock::now() - began;
    if (limit && !ended.timed_out && taken >= *limit) {
      ended.timed_out = true;
      ::kill(-process_, SIGTERM);
    } else if (ended.timed_out && !killed && taken >= *limit + patience) {
      killed = true;
      ::kill(-process_, SIGKILL);
    }
  }
  // What it started and left behind would hang as well.
  if (ended.timed_out) ::kill(-process_, SIGKILL);
  if (terminal_) take_terminal_back();
  ended.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return ended;
}

}  // namespace mailrig::cli
