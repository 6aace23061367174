// A session that performs a list of actions and writes down what it is told, behind a listener.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "net/identities.hpp"
#include "net/server.hpp"
#include "wire/client.hpp"

namespace mailrig::wire {

// What a session was told, for the test's thread.
struct Diary {
  std::mutex mutex;
  std::condition_variable written;
  std::string input;
  std::vector<std::string> entries;

  void note(const std::string& entry) {
    const std::lock_guard lock(mutex);
    entries.push_back(entry);
    written.notify_all();
  }
  testing::AssertionResult waits_for(const std::string& entry) {
    std::unique_lock lock(mutex);
    const bool found = written.wait_for(lock, patience, [&] {
      return std::find(entries.begin(), entries.end(), entry) != entries.end();
    });
    if (found) return testing::AssertionSuccess();
    testing::AssertionResult missing = testing::AssertionFailure();
    for (const std::string& one : entries) missing << "\n  " << one;
    return missing;
  }
  // What was noted so far, for the message of a test that fails.
  std::string told() {
    const std::lock_guard lock(mutex);
    std::string text;
    for (const std::string& entry : entries) text += "\n  " + entry;
    return text;
  }
};

// As StartTls::ahead: what the session has read so far.
inline const std::string what_came = "(what came)";

// Performs its actions in order; then reads until the end.
class Scripted final : public Session {
 public:
  Scripted(std::deque<Action> actions, std::shared_ptr<Diary> diary)
      : actions_(std::move(actions)), diary_(std::move(diary)) {}

  Action next(Time) override {
    if (actions_.empty()) return Read{};
    if (auto* start = std::get_if<StartTls>(&actions_.front()); start && start->ahead == what_came)
      start->ahead = diary_->input;
    return actions_.front();
  }
  std::span<char> prepare() override { return room_; }
  void commit(std::size_t n, Time) override {
    {
      const std::lock_guard lock(diary_->mutex);
      diary_->input.append(room_, n);
    }
    diary_->note("commit");
    done();
  }
  void wrote(bool early_input, Time) override {
    diary_->note(early_input ? "wrote early" : "wrote");
    done();
  }
  bool holds() const override { return diary_->input != "release"; }
  void tls_started(const TlsInfo& info, Time) override {
    diary_->note("tls " + info.version + " sni=" + info.sni + " alpn=" + info.alpn);
    done();
  }
  void tls_failed(const TlsFailure& failure, Time) override {
    diary_->note("tls failed: " + failure.why);
    if (!failure.alert.empty())
      diary_->note((failure.from_client ? "client alert " : "our alert ") + failure.alert);
    if (!failure.plaintext.empty()) diary_->note("plaintext " + failure.plaintext);
  }
  void overheard(std::string_view octets, Time) override {
    {
      const std::lock_guard lock(diary_->mutex);
      diary_->input += octets;
    }
    diary_->note("overheard");
  }
  void interrupted(Interruption why, Time) override {
    diary_->note(why == Interruption::idle      ? "idle"
                 : why == Interruption::changed ? "changed"
                                                : "shutdown");
    if (why == Interruption::shutdown) {
      actions_.clear();
      actions_.push_back(Write{"421 bye\r\n", {}, {}});
      actions_.push_back(Close{});
      return;
    }
    done();
  }
  void closed(Ending ending, std::size_t unsent, Time) override {
    static constexpr const char* names[] = {"fin", "reset", "carried out", "aborted"};
    diary_->note("closed: " + std::string(names[static_cast<int>(ending)]) + ", unsent " +
                 std::to_string(unsent));
  }

 private:
  void done() {
    if (!actions_.empty()) actions_.pop_front();
  }
  std::deque<Action> actions_;
  std::shared_ptr<Diary> diary_;
  char room_[4096];
};

class Driver : public testing::Test {
 protected:
  std::uint16_t serve(std::deque<Action> actions) {
    auto bound = net::bind_all({"127.0.0.1"}, 0, "test", "--port");
    EXPECT_TRUE(bound) << bound.error().what;
    const std::uint16_t port = (*bound)[0].port;
    server_.serve_sessions(
        {"test", ""}, std::move(*bound),
        [diary = diary_, actions](const net::Peer&,
                                  Time) -> std::variant<std::unique_ptr<Session>, std::string> {
          return std::make_unique<Scripted>(actions, diary);
        },
        identities_.get());
    if (!std::exchange(started_, true)) server_.start();
    return port;
  }

  // A client of a further listener whose sessions perform these.
  std::unique_ptr<Client> connect_to(std::deque<Action> actions) {
    return std::make_unique<Client>(serve(std::move(actions)));
  }

  std::shared_ptr<Diary> diary_ = std::make_shared<Diary>();
  std::unique_ptr<net::Identities> identities_ =
      std::move(*net::Identities::make({{"localhost", "127.0.0.1"}, "", ""}));
  bool started_ = false;
  net::Server server_{2, [](const std::string& what) { ADD_FAILURE() << what; }};
};

inline Action say(std::string_view octets) { return Write{octets, {}, {}}; }
inline Action say_last(std::string_view octets) { return Write{octets, {}, {}, true}; }
inline Action close_as_asked() {
  Close close;
  close.asked = true;
  return close;
}
inline Action say(std::string_view octets, Pace pace) { return Write{octets, {}, pace}; }

}  // namespace mailrig::wire
