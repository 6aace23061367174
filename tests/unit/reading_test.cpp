// Whole mails, and mails made to be expensive.
#include "mail/reading.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

TEST(Reading, TakesCodesAndLinksOfTheMailButNotOfMailsInIt) {
  const Reading reading = read_message(
      "Subject: 1111 is your code\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\n\r\nhttps://x.test/1 Your code: 2222\r\n"
      "--b\r\nContent-Disposition: attachment\r\n\r\nhttps://x.test/2 Your code: 3333\r\n"
      "--b\r\nContent-Type: message/rfc822\r\n\r\nA: 1\r\n\r\nhttps://x.test/3 Your code: 4444\r\n"
      "--b--\r\n");
  EXPECT_EQ(reading.codes, (std::vector<std::string>{"1111", "2222"}));
  ASSERT_EQ(reading.links.size(), 1u);
  EXPECT_EQ(reading.links[0].link.url, "https://x.test/1");
  EXPECT_EQ(reading.links[0].part, 1u);
}

TEST(Reading, KeepsWhatCannotBeUnderstood) {
  for (const std::string mail :
       {"Content-Type: text/plain; charset=x-odd\r\n\r\nwords",
        "Content-Transfer-Encoding: x\r\n\r\nwords", "Content-Type: multipart/mixed\r\n\r\nwords",
        "words", "\r\nwords", "Content-Transfer-Encoding: base64\r\n\r\nd29yZHM"}) {
    const Reading reading = read_message(mail);
    EXPECT_EQ(reading.text.value_or("(none)").substr(0, 5), "words") << mail;
    EXPECT_FALSE(reading.mime.diagnostics.all().empty()) << mail;
  }
}

// Each takes less than a second without sanitizers; ten times as much is let pass for them.
TEST(Reading, IsBoundedWhateverTheMail) {
  std::string nested, empty = "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                      addresses = "To: ", fields, html = "Content-Type: text/html\r\n\r\n",
                      styles = html;
  for (int i = 0; i < 50'000; ++i)
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
              std::to_string(i) + "\r\n";
  for (int i = 0; i < 200'000; ++i) empty += "--b\r\n\r\n";
  for (int i = 0; i < 100'000; ++i)
    addresses += "Bob " + std::to_string(i) + " <b@example.test>,\r\n ";
  while (fields.size() < 1 << 20) fields += "A: b\r\n";
  while (html.size() < 1 << 20) html += "<ul><li><a href=x>";
  while (styles.size() < 1 << 20) styles += "<p style='url(";
  const struct {
    const char* name;
    std::string mail;
    bool told;  // whether a bound was reached and said so
  } cases[] = {
      {"50,000 nested multiparts", nested, true},
      {"200,000 empty parts", empty, true},
      {"a header of 1 MB", fields + "\r\nx", false},
      {"a field of 1 MB", "Subject: " + std::string(1 << 20, 'x') + "\r\n\r\nx", false},
      {"100,000 addresses", addresses + "c@x.test\r\n\r\nx", false},
      {"1 MB of links", html, false},
      {"1 MB of styles", styles, false},
  };
  for (const auto& c : cases) {
    const auto begin = std::chrono::steady_clock::now();
    const Reading reading = read_message(c.mail);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10)) << c.name;
    EXPECT_LE(reading.mime.parts.size(), max_parts) << c.name;
    bool told = false;
    for (const Diagnostic& each : reading.mime.diagnostics.all())
      told = told || each.defect == Defect::too_deep || each.defect == Defect::too_many_parts;
    EXPECT_EQ(told, c.told) << c.name;
  }
}

}  // namespace
}  // namespace mailrig
