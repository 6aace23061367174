// Coroutines on a reactor: where they go on, what they throw, and what becomes of them when what
// they wait for never comes.
#include "net/task.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/operation.hpp"

namespace mailrig::wire {
namespace {

using net::NextTurn;
using net::Reactor;
using net::Task;
using Log = std::vector<std::string>;

// What a coroutine under test works on.
struct Scene {
  Reactor reactor;
  Log log;

  void turns(int count) {
    for (; count > 0; --count) reactor.turn(true);
  }
  // For spawn().
  auto ended() {
    return [this](std::exception_ptr error) {
      try {
        if (error) std::rethrow_exception(error);
        log.push_back("ended");
      } catch (const std::exception& thrown) {
        log.push_back(std::string("threw ") + thrown.what());
      }
    };
  }
};

Task<int> doubled(int value) { co_return 2 * value; }

Task<std::string> after_turns(Scene& scene, int turns) {
  for (; turns > 0; --turns) {
    co_await NextTurn(scene.reactor);
    scene.log.push_back("turn");
  }
  co_return "went on";
}

Task<void> fail(Scene& scene, bool at_once) {
  if (!at_once) co_await NextTurn(scene.reactor);
  throw std::runtime_error("no");
}

Task<void> add_up(Scene& scene, int count) {
  long sum = 0;
  for (int i = 0; i < count; ++i) {
    const int twice = co_await doubled(i);
    sum += twice;
  }
  scene.log.push_back(std::to_string(sum));
}

Task<void> wait_for(Scene& scene, int turns) {
  scene.log.push_back("began");
  const std::string what = co_await after_turns(scene, turns);
  scene.log.push_back(what);
}

Task<void> catch_it(Scene& scene, bool at_once) {
  bool caught = false;
  try {
    co_await fail(scene, at_once);
  } catch (const std::runtime_error&) {
    caught = true;
  }
  scene.log.push_back(caught ? "caught" : "nothing to catch");
}

Task<void> hold(Scene& scene, std::shared_ptr<int> held) {
  const std::string what = co_await after_turns(scene, 1'000);
  scene.log.push_back(what + std::to_string(*held));
}

Task<void> hold_within(Scene& scene, std::shared_ptr<int> held) {
  co_await hold(scene, held);
  scene.log.push_back("held");
}

using Handler = std::function<void(boost::system::error_code, std::size_t)>;

// std::function wants what can be copied.
template <class Handled>
Handler shared(Handled handler) {
  auto one = std::make_shared<Handled>(std::move(handler));
  return [one](boost::system::error_code error, std::size_t octets) { (*one)(error, octets); };
}

Task<void> await_handler(Scene& scene, Handler& handler, std::shared_ptr<int> held) {
  net::AwaitedHandler begun([&](auto given) { handler = shared(std::move(given)); });
  const boost::system::error_code error = co_await begun;
  scene.log.push_back(error.message() + std::to_string(*held));
}

TEST(Task, BeginsAtOnceAndGoesOnWhereTheReactorSays) {
  Scene scene;
  spawn(wait_for(scene, 2), scene.ended());
  EXPECT_EQ(scene.log, Log{"began"});
  scene.turns(1);
  EXPECT_EQ(scene.log, (Log{"began", "turn"}));
  scene.turns(1);
  EXPECT_EQ(scene.log, (Log{"began", "turn", "turn", "went on", "ended"}));
}

TEST(Task, ThrowsWhereItIsAwaited) {
  Scene scene;
  spawn(catch_it(scene, true), scene.ended());
  EXPECT_EQ(scene.log, (Log{"caught", "ended"}));
  spawn(catch_it(scene, false), scene.ended());
  scene.turns(1);
  EXPECT_EQ(scene.log, (Log{"caught", "ended", "caught", "ended"}));
}

TEST(Task, TellsWhatTheOutermostThrew) {
  Scene scene;
  spawn(fail(scene, true), scene.ended());
  EXPECT_EQ(scene.log, Log{"threw no"});
  spawn(fail(scene, false), scene.ended());
  scene.turns(1);
  EXPECT_EQ(scene.log, (Log{"threw no", "threw no"}));
}

TEST(Task, TakesNoStackForALoopThatNeverHasToWait) {
  Scene scene;
  spawn(add_up(scene, 300'000), scene.ended());
  EXPECT_EQ(scene.log, (Log{"89999700000", "ended"}));
}

TEST(Task, IsDestroyedWithAllThatAwaitItWhenTheReactorIsShutDown) {
  Scene scene;
  const auto held = std::make_shared<int>(1);
  spawn(hold_within(scene, held), scene.ended());
  scene.turns(2);
  EXPECT_EQ(held.use_count(), 3);
  scene.reactor.shut_down();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(scene.log, (Log{"turn", "turn"}));
}

TEST(Task, AwaitsAHandler) {
  Scene scene;
  const auto held = std::make_shared<int>(1);
  Handler handler;
  spawn(await_handler(scene, handler, held), scene.ended());
  EXPECT_EQ(scene.log, Log{});
  handler({}, 0);
  EXPECT_EQ(scene.log, (Log{"Success1", "ended"}));
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Task, IsDestroyedWithAHandlerThatNobodyCalled) {
  Scene scene;
  const auto held = std::make_shared<int>(1);
  Handler handler;
  spawn(await_handler(scene, handler, held), scene.ended());
  EXPECT_EQ(held.use_count(), 2);
  handler = nullptr;
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(scene.log, Log{});
}

}  // namespace
}  // namespace mailrig::wire
