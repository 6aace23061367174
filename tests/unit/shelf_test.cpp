#include "store/shelf.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mailrig {
namespace {

using Numbers = std::vector<std::uint64_t>;

struct Book {
  std::uint64_t number;
};

void put(Shelf<Book>& shelf, std::uint64_t number) {
  shelf.put(number, std::make_shared<Book>(Book{number}));
}

Numbers walk(const Shelf<Book>& shelf, std::uint64_t from, bool ascending, std::size_t most = 99) {
  Numbers seen;
  shelf.walk(from, ascending, most, [&](const auto& book) { seen.push_back(book->number); });
  return seen;
}

TEST(Shelf, KeepsTheOrderOfNumbersThoughTheyComeLate) {
  Shelf<Book> shelf;
  for (const std::uint64_t number : {3, 1, 4, 2, 9}) put(shelf, number);
  EXPECT_EQ(walk(shelf, 0, true), (Numbers{1, 2, 3, 4, 9}));
  EXPECT_EQ(walk(shelf, 0, false), (Numbers{9, 4, 3, 2, 1}));
}

TEST(Shelf, GoesOnWhereAPageEnded) {
  Shelf<Book> shelf;
  for (std::uint64_t number = 1; number <= 6; ++number) put(shelf, number);
  EXPECT_EQ(walk(shelf, 4, false, 2), (Numbers{3, 2}));
  EXPECT_EQ(walk(shelf, 4, true, 2), (Numbers{5, 6}));
  shelf.take(3);
  EXPECT_EQ(walk(shelf, 4, false, 2), (Numbers{2, 1}));
}

TEST(Shelf, ForgetsWhatWasTaken) {
  Shelf<Book> shelf;
  for (std::uint64_t number = 1; number <= 500; ++number) put(shelf, number);
  for (std::uint64_t number = 500; number > 3; --number) EXPECT_TRUE(shelf.take(number));
  EXPECT_EQ(shelf.size(), 3u);
  EXPECT_EQ(shelf.at(4), nullptr);
  EXPECT_EQ(shelf.take(4), nullptr);
  EXPECT_EQ(walk(shelf, 0, true), (Numbers{1, 2, 3}));
}

TEST(Shelf, ReplacesOnlyWhatIsThere) {
  Shelf<Book> shelf;
  put(shelf, 1);
  put(shelf, 2);
  shelf.take(2);
  shelf.replace(1, std::make_shared<Book>(Book{77}));
  shelf.replace(2, std::make_shared<Book>(Book{78}));
  EXPECT_EQ(shelf.at(1)->number, 77u);
  EXPECT_EQ(shelf.at(2), nullptr);
  EXPECT_EQ(shelf.size(), 1u);
}

}  // namespace
}  // namespace mailrig
