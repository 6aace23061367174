#include "store/losses.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(LossBook, KnowsTheLastLossOfEachInbox) {
  LossBook book;
  book.note({"a", "b"}, {.messages = 7});
  book.note({"a"}, {.messages = 5, .sessions = 9});
  const auto of = [&](const char* name) {
    const Pattern inbox = *Pattern::parse(name, Field::inbox);
    return book.of(&inbox);
  };
  EXPECT_EQ(of("a").messages, 7u);
  EXPECT_EQ(of("a").sessions, 9u);
  EXPECT_EQ(of("b").sessions, 0u);
  EXPECT_EQ(of("c").messages, 0u);
  EXPECT_EQ(book.of(nullptr).sessions, 9u);
}

TEST(LossBook, ForgetsNoLossWhenThereAreTooManyInboxes) {
  LossBook book;
  for (std::size_t i = 0; i <= LossBook::most_inboxes; ++i)
    book.note({"t" + std::to_string(i)}, {.messages = i + 1});
  const Pattern first = *Pattern::parse("t0", Field::inbox);
  EXPECT_GE(book.of(&first).messages, 1u);
}

}  // namespace
}  // namespace mailrig
