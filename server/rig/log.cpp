#include "rig/log.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "rig/log_line.hpp"

namespace mailrig {
namespace {

// What happens within this time is written together: a line a system call would cost the sessions
// more than they do themselves.
constexpr std::chrono::milliseconds gather{20};

}  // namespace

struct Log::Bell {
  std::mutex mutex;
  std::condition_variable rung;
  std::atomic<bool> news{false};
  bool over = false;
};

Log::Log(Store& store, RigOptions::Log form, int descriptor, NameOf name_of)
    : store_(store),
      form_(form),
      descriptor_(descriptor),
      name_of_(std::move(name_of)),
      seen_(store.seq()),
      bell_(std::make_shared<Bell>()) {
  if (form_ == RigOptions::Log::off) return;
  subscription_ = store_.subscribe({}, [bell = bell_] {
    if (bell->news.exchange(true)) return;
    const std::lock_guard lock(bell->mutex);
    bell->rung.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

Log::~Log() {
  if (!thread_.joinable()) return;
  subscription_.reset();
  {
    const std::lock_guard lock(bell_->mutex);
    bell_->over = true;
    bell_->rung.notify_one();
  }
  thread_.join();
}

void Log::run() {
  for (bool over = false; !over;) {
    {
      std::unique_lock lock(bell_->mutex);
      bell_->rung.wait(lock, [this] { return bell_->over || bell_->news.load(); });
      bell_->rung.wait_for(lock, gather, [this] { return bell_->over; });
      over = bell_->over;
    }
    bell_->news.store(false);
    for (std::string lines = news(); !lines.empty(); lines = news()) write(lines);
  }
}

std::string Log::line_of(const Transaction& transaction) const {
  if (form_ == RigOptions::Log::json) return json_line(transaction) + "\n";
  std::vector<std::string> names;
  for (const std::string& rule : transaction.rules) names.push_back(name_of_(rule));
  return text_line(transaction, names) + "\n";
}

std::string Log::line_of(const SessionState& session) const {
  return (form_ == RigOptions::Log::json ? json_line(session) : text_line(session)) + "\n";
}

std::string Log::news() {
  std::string lines;
  // Changes without a line of their own must not look like the end of the news.
  while (lines.empty()) {
    const Store::Changes next = store_.changes_after(seen_, 1'000);
    if (!next.complete)
      lines += "(some lines are missing: they came faster than they were written)\n";
    if (next.changes.empty()) {
      if (!next.complete) seen_ = store_.seq();
      break;
    }
    for (const Change& change : next.changes) {
      if (change.kind == ChangeKind::transaction) {
        const auto found = store_.transaction(change.number);
        const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&found);
        if (held && (*held)->seq == change.seq) lines += line_of(**held);
      } else if (change.kind == ChangeKind::session) {
        const auto found = store_.session(change.number);
        const auto* held = std::get_if<std::shared_ptr<SessionRecord>>(&found);
        if (!held) continue;
        const SessionState state = (*held)->state();
        if (state.seq == change.seq && worth_a_line(state)) lines += line_of(state);
      }
    }
    seen_ = next.changes.back().seq;
  }
  return lines;
}

void Log::write(const std::string& lines) {
  std::string_view rest = lines;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd one{descriptor_, POLLOUT, 0};
      if (::poll(&one, 1, 1'000) != 1) return;  // nobody reads: these lines are given up
    } else if (errno != EINTR) {
      return;
    }
  }
}

void Log::say(const std::string& what) {
  if (form_ == RigOptions::Log::off) return;
  write((form_ == RigOptions::Log::json ? json_note(what) : "mailrig: " + what) + "\n");
}

}  // namespace mailrig
