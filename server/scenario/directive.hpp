// Faults carried by the mail itself: `bob+rcpt-450-4.2.0-5m@t42.test`, `X-SMTP-Fault: eom 451`.
// Each compiles to one ordinary rule, or to those of the scenario it names; what almost reads as
// one is told.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mail/directive.hpp"
#include "mail/result.hpp"
#include "scenario/armed.hpp"
#include "scenario/borrowed.hpp"

namespace mailrig {

// The rules of a directive that stands in `field` (`to`, `from`, `user`, `helo`), whose value there
// is `value`. Errors say what is wrong, to be noted in the transcript.
Result<std::vector<Rule>> compile_directive(const DirectiveText& text, Field field,
                                            std::string_view value, const ScenarioSource& source);
// `eom 451 4.3.0 text; nth=1-2; age=<5m`, in a header.
Result<std::vector<Rule>> compile_fault_header(std::string_view value,
                                               const ScenarioSource& source);

// The rules compiled so far, each with its counter. Thread-safe; bounded: the one unused for
// longest is forgotten.
class DirectiveTable {
 public:
  static constexpr std::size_t most = 10'000;

  struct Found {
    std::vector<std::shared_ptr<Armed>> rules;  // for the moment's stage, in the order written
    std::vector<std::string> notes;             // what almost reads as a directive, when first read
  };
  // Whether find() may find something: cheap, as it is asked of every event.
  bool concerns(const Moment& moment) const;
  // `scenarios` is asked for one that a mail names, once: what it answers then stays that mail's
  // until drop_borrowed().
  Found find(const Moment& moment, const ScenarioSource& scenarios);
  // Scenarios have changed: what mails take from them is read again.
  void drop_borrowed();
  // Their counters start anew, in one inbox or all. The caller holds the counting lock.
  void forget(std::optional<std::string_view> inbox);

 private:
  // What one value of one field says, read once.
  struct Entry {
    std::string key;
    std::vector<std::shared_ptr<Armed>> rules;
    std::vector<std::string> notes;
    bool borrowed = false;  // it asked for a scenario
  };
  void look_up(Field field, std::string_view name, std::string_view value, const Moment& moment,
               bool first_seen, const ScenarioSource& scenarios, Found& found);
  Entry& entry_of(const std::string& key, Field field, std::string_view name,
                  std::string_view value, const ScenarioSource& scenarios);

  std::atomic<bool> any_{false};
  std::mutex mutex_;
  std::list<Entry> entries_;  // the one used last first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
};

}  // namespace mailrig
