#include "mail/text.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

constexpr std::string_view nothing = "(nothing)";

const std::string mixed =
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html\r\n\r\n<b>x</b>\r\n"
    "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a\r\n\r\nno\r\n"
    "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=FC=DF\r\nx\r\n"
    "--b\r\nContent-Disposition: ATTACHMENT\r\n\r\nno\r\n--b--\r\n";

TEST(Text, IsThatOfAPlainMailOrPart) {
  struct {
    const char* name;
    std::string message;
    std::string_view text;
  } cases[] = {
      {"no type", "A: 1\r\n\r\nhello\r\n", "hello\r\n"},
      {"utf-8", "Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\xbc", "ü"},
      {"windows-1252", "Content-Type: text/plain; charset=\"windows-1252\"\r\n\r\n\x80", "€"},
      {"no charset", "A: 1\r\n\r\n\xfc", "ü"},
      {"base64", "Content-Transfer-Encoding: BASE64\r\n\r\naGVs\r\nbG8=\r\n", "hello"},
      {"8bit", "Content-Transfer-Encoding: 8bit\r\n\r\n\xc3\xbc", "ü"},
      {"unknown encoding", "Content-Transfer-Encoding: x-uu\r\n\r\nx", "x"},
      {"unknown charset", "Content-Type: text/plain; charset=x-odd\r\n\r\n\xfc", "ü"},
      {"html", "Content-Type: text/html\r\n\r\n<p>x<p>y", "x\n\ny\n"},
      {"html with a charset of its own",
       "Content-Type: text/html\r\n\r\n<meta charset=iso-8859-15>\xa4", "€\n"},
      {"html beside plain text",
       "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: "
       "text/html\r\n\r\n"
       "<b>x\r\n--b\r\n\r\ny\r\n--b--",
       "y"},
      {"picture", "Content-Type: image/png\r\n\r\nx", nothing},
      {"attachment", "Content-Disposition: attachment\r\n\r\nx", nothing},
      {"first plain part that is no attachment", mixed, "grüß\r\nx"},
      {"part without type",
       "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--", "x"},
      {"digest", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--",
       nothing},
      {"no boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--",
       "--b\r\n\r\nx\r\n--b--"},
      {"no parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\nx", "x"},
      {"no body", "A: 1\r\n", ""},
      {"empty", "", ""},
  };
  for (const auto& c : cases)
    EXPECT_EQ(text_of(c.message).value_or(std::string(nothing)), c.text) << c.name;
}

TEST(Snippet, CollapsesWhiteSpace) {
  EXPECT_EQ(snippet("  a\r\n\r\n b\t\tc  "), "a b c");
  EXPECT_EQ(snippet(""), "");
  EXPECT_EQ(snippet(" \r\n"), "");
  EXPECT_EQ(snippet("a\xff"
                    "b"),
            "a�b");
}

TEST(Snippet, HasAtMost120Characters) {
  std::string text, expected;
  for (int i = 0; i < 120; ++i) expected += "ü";
  for (int i = 0; i < 200; ++i) text += "ü";
  EXPECT_EQ(snippet(text), expected);
  EXPECT_EQ(snippet(std::string(119, 'a') + " b"), std::string(119, 'a'));
  EXPECT_EQ(snippet(std::string(118, 'a') + " b c"), std::string(118, 'a') + " b");
}

TEST(Text, IsReadInLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i < 200'000; ++i) message += "--b\nA\n";
  EXPECT_EQ(text_of(message), "A");
  std::string long_lines =
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + std::string(1 << 20, ' ');
  EXPECT_EQ(text_of(long_lines), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
