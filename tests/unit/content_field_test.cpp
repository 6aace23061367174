#include "mail/content_field.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

TEST(ContentField, SplitsValueAndParameters) {
  struct {
    const char *raw, *value, *name, *parameter;
  } cases[] = {
      {" text/plain", "text/plain", "charset", nullptr},
      {" Text/HTML; Charset=UTF-8", "text/html", "charset", "UTF-8"},
      {"a/b;boundary=\"x; y=z\"", "a/b", "boundary", "x; y=z"},
      {"a/b;\r\n boundary=\"q\\\"\\\\\"", "a/b", "boundary", "q\"\\"},
      {"a/b (com;ment) ; x = y (z)", "a/b", "x", "y"},
      {"a/b; x=1; x=2", "a/b", "x", "1"},
      {"a/b; x", "a/b", "x", nullptr},
      {"a/b; x; y=1", "a/b", "y", "1"},
      {"a/b; x=", "a/b", "x", ""},
      {"a/b;;; y=1;", "a/b", "y", "1"},
      {"a/b; x=\"open", "a/b", "x", "open"},
      {"a/b; =1", "a/b", "", nullptr},
      {"", "", "x", nullptr},
      {"; x=1", "", "x", "1"},
      {"attachment; filename=\" a b \"", "attachment", "filename", " a b "},
      {"a/b; x=a=b", "a/b", "x", "a=b"},
  };
  for (const auto& c : cases) {
    const ContentField field = parse_content_field(c.raw);
    EXPECT_EQ(field.value, c.value) << c.raw;
    const auto parameter = field.parameter(c.name);
    ASSERT_EQ(parameter.has_value(), c.parameter != nullptr) << c.raw;
    if (parameter) {
      EXPECT_EQ(*parameter, c.parameter) << c.raw;
    }
  }
}

TEST(ContentField, IsBounded) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string part : {";x=1", "(", "\"", "\\", ";", "="}) {
    std::string text = "a/b";
    while (text.size() < 1 << 18) text += part;
    EXPECT_LE(parse_content_field(text).parameters.size(), 100u);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
