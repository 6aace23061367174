#include "store/ledger.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

Ledger::Entry message(std::uint64_t number) { return {KeptKind::message, number}; }

TEST(Ledger, NamesTheOldestOfTheLargestInbox) {
  Ledger ledger;
  ledger.charge("small", message(1), 10);
  ledger.charge("large", message(2), 20);
  ledger.charge("large", message(3), 30);
  const auto victim = ledger.oldest_of_largest(message(3));
  ASSERT_TRUE(victim);
  EXPECT_EQ(victim->inbox, "large");
  EXPECT_EQ(victim->entry, message(2));
}

TEST(Ledger, NeverNamesTheNewcomer) {
  Ledger ledger;
  ledger.charge("a", message(1), 1000);
  EXPECT_FALSE(ledger.oldest_of_largest(message(1)));
  ledger.charge("b", message(2), 10);
  EXPECT_EQ(ledger.oldest_of_largest(message(1))->inbox, "b");
}

TEST(Ledger, AddsUpWhatIsChargedAndCredited) {
  Ledger ledger;
  ledger.charge("a", message(1), 100);
  ledger.charge("b", message(2), 50);
  ledger.credit("a", 30);
  EXPECT_EQ(ledger.octets(), 120u);
  ledger.credit("b", 1000);
  EXPECT_EQ(ledger.octets(), 70u);
  ledger.credit("nobody", 1);
  EXPECT_EQ(ledger.octets(), 70u);
}

}  // namespace
}  // namespace mailrig
