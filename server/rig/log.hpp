// The log on stderr: follows the store on a thread of its own, so that no session waits for it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "rig/rig.hpp"
#include "store/store.hpp"

namespace mailrig {

class Log {
 public:
  // `descriptor` is written to and stays the caller's. The store outlives the log.
  Log(Store& store, RigOptions::Log form, int descriptor);
  ~Log();  // writes what is left

  // One line from the server itself. Any thread.
  void say(const std::string& what);

 private:
  struct Bell;
  void run();
  std::string news();
  void write(const std::string& lines);

  Store& store_;
  RigOptions::Log form_;
  int descriptor_;
  std::uint64_t seen_;
  std::shared_ptr<Bell> bell_;
  std::shared_ptr<Store::Subscription> subscription_;
  std::thread thread_;
};

}  // namespace mailrig
