// SMTP smuggling: two mails in one DATA, hidden by each of the twelve look-alikes of the end of
// data, under each profile. What ends data is written down here once more, from what the real
// servers do.
#include <gtest/gtest.h>

#include "transcripts/player.hpp"

namespace mailrig::transcripts {
namespace {

using namespace std::string_literals;

struct Variant {
  const char* name;
  std::string octets;
};

const std::vector<Variant> kVariants{
    {"LF.LF", "\n.\n"},
    {"LF.CR", "\n.\r"},
    {"CR.LF", "\r.\n"},
    {"CR.CR", "\r.\r"},
    {"LF.CRLF", "\n.\r\n"},
    {"CR.CRLF", "\r.\r\n"},
    {"CRLF.LF", "\r\n.\n"},
    {"CRLF.CR", "\r\n.\r"},
    {"CRLF NUL.CRLF", "\r\n\0.\r\n"s},
    {"CRLF.NUL CRLF", "\r\n.\0\r\n"s},
    {"CRLF.CRCRLF", "\r\n.\r\r\n"},
    {"CRCRLF.CRCRLF", "\r\r\n.\r\r\n"},
};

// The names that end data there. Of exim: once the first line has ended in LF alone.
std::string ends(const std::string& profile, bool first_line_lf) {
  const std::string by_lines = "LF.LF|LF.CRLF|CRLF.LF|";
  if (profile == "postfix-3.7") return by_lines + "CRLF.CRCRLF|CRCRLF.CRCRLF|";
  if (profile == "opensmtpd" || (profile == "exim-4.98" && first_line_lf)) return by_lines;
  if (profile != "vulnerable") return "";
  std::string all;
  for (const Variant& variant : kVariants) all += variant.name + "|"s;
  return all;
}

// What refuses the mail at its end: the whole of it is one mail then, and none is kept.
bool refuses(const std::string& profile, std::string_view content) {
  bool bare_lf = false, bare_cr = false;
  for (std::size_t i = 0; i < content.size(); ++i) {
    bare_lf |= content[i] == '\n' && (i == 0 || content[i - 1] != '\r');
    bare_cr |= content[i] == '\r' && (i + 1 == content.size() || content[i + 1] != '\n');
  }
  if (profile == "postfix-reject") return bare_lf;
  const bool nul = content.find('\0') != std::string_view::npos;
  return profile == "sendmail-8.18" && (bare_lf || bare_cr || nul);
}

// The content of one DATA, and of what is hidden in it.
void expect_mails(const smtp::Profile& profile, const Variant& variant, bool first_line_lf) {
  SCOPED_TRACE(profile.name + ", " + variant.name + (first_line_lf ? ", lines in LF" : ""));
  Store store;
  Engine engine("mailrig.test", {[] { return WallTime{}; }, [] { return Time{}; }});
  smtp::Options options;
  options.profile = profile;
  Connection client(options, store, engine);
  for (const char* line :
       {"EHLO c.test\r\n", "MAIL FROM:<a@x.test>\r\n", "RCPT TO:<b@y.test>\r\n", "DATA\r\n"})
    client.send(line, 1'000);
  ASSERT_TRUE(client.said().ends_with("<CR><LF>.<CR><LF>\r\n"));
  const std::string first = first_line_lf ? "Subject: x\n\none" : "Subject: x\r\n\r\none";
  const std::vector<std::string> second{"MAIL FROM:<evil@x.test>\r\n", "RCPT TO:<b@y.test>\r\n",
                                        "DATA\r\n", "two\r\n.\r\n"};
  client.send(first + variant.octets, 1'000);
  std::string content = first + variant.octets;
  for (const std::string& line : second) {
    client.send(line, 1'000);
    content += line;
  }
  client.leave(false);

  const bool ended = ("|" + ends(profile.name, first_line_lf)).find("|"s + variant.name + "|") !=
                     std::string::npos;
  content.resize(content.size() - 3);
  const std::size_t kept = ended ? 2 : refuses(profile.name, content) ? 0 : 1;
  EXPECT_EQ(store.counts().messages, kept);
  EXPECT_EQ(store.counts().transactions, ended ? 2u : 1u);
}

TEST(Smuggling, GoesThroughExactlyWhereTheRealServerLetsIt) {
  ASSERT_EQ(smtp::profiles().size(), 9u);
  for (const smtp::Profile& profile : smtp::profiles())
    for (const Variant& variant : kVariants)
      for (const bool first_line_lf : {false, true}) expect_mails(profile, variant, first_line_lf);
}

TEST(Smuggling, IsOneMessageUnderDefaultAndStrict) {
  for (const char* name : {"default", "strict"})
    for (const Variant& variant : kVariants) {
      EXPECT_EQ(ends(name, true), "");
      expect_mails(*smtp::find_profile(name), variant, false);
      EXPECT_FALSE(refuses(name, variant.octets));
    }
}

}  // namespace
}  // namespace mailrig::transcripts
