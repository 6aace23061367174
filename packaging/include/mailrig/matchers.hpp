// Matchers for GoogleTest, over a rig inside the test:
//
//   EXPECT_THAT(rig, Received(To("ann@b.test"), Subject("Welcome *")).within(5s));
//   EXPECT_THAT(rig, Meets(R"({"transaction": {}, "per": ["to"], "outcome": ["451", "250"]})"));
//
// Patterns are those of the API: a text is matched whole and without case, * and ? are wildcards,
// /…/ is a regular expression. What fails says which message came close, and in what it differs.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "mailrig/rig.hpp"

namespace mailrig {

// What a failed EXPECT_THAT shows of the rig.
inline void PrintTo(const Rig& rig, std::ostream* out) {
  const auto mails = rig.messages();
  *out << "a rig with " << mails.size() << (mails.size() == 1 ? " message" : " messages");
}

namespace matchers {

struct Filter {
  std::string name, pattern;
};

inline Filter From(std::string pattern) { return {"from", std::move(pattern)}; }  // envelope
inline Filter To(std::string pattern) { return {"to", std::move(pattern)}; }      // envelope
inline Filter Subject(std::string pattern) { return {"subject", std::move(pattern)}; }
inline Filter Body(std::string pattern) { return {"body", std::move(pattern)}; }  // contains
inline Filter Header(const std::string& name, std::string pattern) {
  return {"header:" + name, std::move(pattern)};
}
inline Filter Inbox(std::string name) { return {"inbox", std::move(name)}; }

class ReceivedMatcher {
 public:
  using is_gtest_matcher = void;

  explicit ReceivedMatcher(Filters filters) : filters_(std::move(filters)) {}

  // Waits so long for it; without it the mail has to be there. At most 5 minutes.
  ReceivedMatcher within(std::chrono::milliseconds patience) const {
    ReceivedMatcher copy = *this;
    copy.patience_ = patience;
    return copy;
  }
  // So many match, and no more; without it at least one.
  ReceivedMatcher times(std::uint64_t count) const {
    ReceivedMatcher copy = *this;
    copy.times_ = count;
    return copy;
  }

  bool MatchAndExplain(const Rig& rig, std::ostream* out) const {
    std::string why;
    if (times_ != std::uint64_t{0} && !rig.received(filters_, times_.value_or(1), patience_, why)) {
      if (out) *out << why;
      return false;
    }
    if (!times_) return true;
    const auto found = rig.messages(filters_).size();
    if (out && found != *times_) *out << found << " match";
    return found == *times_;
  }
  void DescribeTo(std::ostream* out) const { describe(out, "received"); }
  void DescribeNegationTo(std::ostream* out) const { describe(out, "has not received"); }

 private:
  void describe(std::ostream* out, const char* verb) const {
    *out << verb << " ";
    if (times_)
      *out << *times_ << " messages";
    else
      *out << "a message";
    for (const auto& [name, pattern] : filters_) *out << ", " << name << " " << pattern;
    if (patience_.count() > 1) *out << ", within " << patience_.count() << " ms";
  }

  Filters filters_;
  std::chrono::milliseconds patience_{1};  // the API knows no wait of 0
  std::optional<std::uint64_t> times_;
};

template <class... F>
ReceivedMatcher Received(F... filters) {
  return ReceivedMatcher(Filters{{std::move(filters.name), std::move(filters.pattern)}...});
}

class MeetsMatcher {
 public:
  using is_gtest_matcher = void;

  explicit MeetsMatcher(std::string expect) : expect_(std::move(expect)) {}

  bool MatchAndExplain(const Rig& rig, std::ostream* out) const {
    std::string why;
    if (rig.verify(expect_, why)) return true;
    if (out) *out << "\n" << why;
    return false;
  }
  void DescribeTo(std::ostream* out) const { *out << "meets " << expect_; }
  void DescribeNegationTo(std::ostream* out) const { *out << "does not meet " << expect_; }

 private:
  std::string expect_;
};

// Expectations of the scenario format, as JSON: an array, or one. Their `within` and `for` say how
// long it may take.
inline MeetsMatcher Meets(std::string expect) { return MeetsMatcher(std::move(expect)); }

}  // namespace matchers
}  // namespace mailrig
