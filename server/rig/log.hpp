// The log on stderr: follows the store on a thread of its own, so that no session waits for it.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "rig/rig.hpp"
#include "store/store.hpp"

namespace mailrig {

class Log {
 public:
  // What a rule is called, by its id.
  using NameOf = std::function<std::string(const std::string& id)>;

  // `descriptor` is written to and stays the caller's. The store outlives the log.
  Log(Store& store, RigOptions::Log form, int descriptor, NameOf name_of);
  ~Log();  // writes what is left

  // One line from the server itself. Any thread.
  void say(const std::string& what);

 private:
  struct Bell;
  void run();
  std::string news();
  std::string line_of(const Transaction& transaction) const;
  std::string line_of(const SessionState& session) const;
  void write(const std::string& lines);

  Store& store_;
  RigOptions::Log form_;
  int descriptor_;
  NameOf name_of_;
  std::uint64_t seen_;
  std::shared_ptr<Bell> bell_;
  std::shared_ptr<Store::Subscription> subscription_;
  std::thread thread_;
};

}  // namespace mailrig
