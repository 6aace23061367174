#include "store/rare.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mailrig {
namespace {

using Names = Rare<std::vector<std::string>>;

TEST(Rare, IsEmptyInTheRoomOfAPointer) {
  const Names none, given(std::vector<std::string>{});
  EXPECT_EQ(sizeof none, sizeof(void*));
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(&none.get(), &given.get());  // nothing was allocated
}

TEST(Rare, IsCopiedAsAValue) {
  Names names(std::vector<std::string>{"a", "b"});
  Names copy = names;
  copy.edit().push_back("c");
  EXPECT_EQ(names.size(), 2u);
  EXPECT_EQ(copy->back(), "c");
  copy = names;
  EXPECT_EQ(std::vector<std::string>(copy.begin(), copy.end()), names.get());
  names = {};
  EXPECT_TRUE(names.empty());
  names.edit().push_back("d");
  EXPECT_EQ(names->front(), "d");
}

}  // namespace
}  // namespace mailrig
