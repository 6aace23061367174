// Every charset with a table of its own decodes as the system's iconv does: each octet, each pair
// of octets, and where there are longer characters, each of them. What iconv cannot read must be
// noted.
#include <gtest/gtest.h>
#include <iconv.h>

#include <optional>

#include "mail/charset.hpp"

namespace mailrig {
namespace {

class Iconv {
 public:
  explicit Iconv(const char* charset) : handle_(iconv_open("UTF-8", charset)) {}
  ~Iconv() { iconv_close(handle_); }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }
  std::optional<std::string> decode(std::string octets) const {
    char buffer[64];
    char *in = octets.data(), *out = buffer;
    std::size_t in_left = octets.size(), out_left = sizeof buffer;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(handle_, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1) ||
        in_left > 0)
      return std::nullopt;
    iconv(handle_, nullptr, nullptr, &out, &out_left);
    return std::string(buffer, out);
  }

 private:
  iconv_t handle_;
};

struct Case {
  const char *label, *iconv;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.label; }

class Charsets : public testing::TestWithParam<Case> {
 protected:
  void expect_same(const std::string& octets) {
    const auto expected = reference_.decode(octets);
    bool malformed = false;
    const auto text = to_utf8(GetParam().label, octets, &malformed);
    if (!text || malformed == expected.has_value() || (expected && *text != *expected)) {
      // One message for all that differ in one charset, so that thousands do not flood the log.
      if (++differing_ > 20) return;
      std::string shown;
      for (const char c : octets) shown += testing::PrintToString(static_cast<int>(c & 0xFF)) + " ";
      ADD_FAILURE() << GetParam().label << ": " << shown << "is " << text.value_or("unknown")
                    << ", by iconv " << expected.value_or("nothing");
    }
  }
  Iconv reference_{GetParam().iconv};
  int differing_ = 0;
};

class SingleOctetCharsets : public Charsets {};
TEST_P(SingleOctetCharsets, DecodeAsIconvDoes) {
  ASSERT_TRUE(reference_.known()) << GetParam().iconv;
  for (int octet = 0; octet < 256; ++octet) expect_same({static_cast<char>(octet)});
}

INSTANTIATE_TEST_SUITE_P(
    Table, SingleOctetCharsets,
    testing::Values(Case{"ibm866", "IBM866"}, Case{"iso-8859-2", "ISO-8859-2"},
                    Case{"iso-8859-3", "ISO-8859-3"}, Case{"iso-8859-4", "ISO-8859-4"},
                    Case{"iso-8859-5", "ISO-8859-5"}, Case{"iso-8859-6", "ISO-8859-6"},
                    Case{"iso-8859-7", "ISO-8859-7"}, Case{"iso-8859-8", "ISO-8859-8"},
                    Case{"iso-8859-8-i", "ISO-8859-8"}, Case{"iso-8859-9", "CP1254"},
                    Case{"iso-8859-10", "ISO-8859-10"}, Case{"iso-8859-11", "WINDOWS-874"},
                    Case{"iso-8859-13", "ISO-8859-13"}, Case{"iso-8859-14", "ISO-8859-14"},
                    Case{"iso-8859-15", "ISO-8859-15"}, Case{"iso-8859-16", "ISO-8859-16"},
                    Case{"koi8-r", "KOI8-R"}, Case{"koi8-u", "KOI8-U"},
                    Case{"macintosh", "MACINTOSH"}, Case{"windows-874", "WINDOWS-874"},
                    Case{"windows-1250", "CP1250"}, Case{"windows-1251", "CP1251"},
                    Case{"windows-1252", "CP1252"}, Case{"iso-8859-1", "CP1252"},
                    Case{"windows-1253", "CP1253"}, Case{"windows-1254", "CP1254"},
                    Case{"windows-1255", "CP1255"}, Case{"windows-1256", "CP1256"},
                    Case{"windows-1257", "CP1257"}, Case{"windows-1258", "CP1258"},
                    Case{"x-mac-cyrillic", "MAC-UK"}));

class PairCharsets : public Charsets {};
TEST_P(PairCharsets, DecodeAsIconvDoes) {
  ASSERT_TRUE(reference_.known()) << GetParam().iconv;
  for (int lead = 0; lead < 256; ++lead)
    for (int trail = 0; trail < 256; ++trail) {
      // The euro sign of code page 936, which WHATWG reads in GB 18030 as well.
      const std::string_view label = GetParam().label;
      const bool euro = lead == 0x80 || (lead < 0x80 && trail == 0x80);
      if (euro && label.starts_with("gb")) continue;
      // A byte order mark is no character of a text.
      if (label.starts_with("utf-16") && lead + trail == 0xFE + 0xFF) continue;
      expect_same({static_cast<char>(lead), static_cast<char>(trail)});
    }
}

INSTANTIATE_TEST_SUITE_P(Table, PairCharsets,
                         testing::Values(Case{"gb18030", "GB18030"}, Case{"gbk", "GB18030"},
                                         Case{"big5", "BIG5-HKSCS"}, Case{"euc-kr", "CP949"},
                                         Case{"shift_jis", "CP932"}, Case{"euc-jp", "EUC-JP-MS"},
                                         Case{"utf-8", "UTF-8"}, Case{"utf-16be", "UTF-16BE"},
                                         Case{"utf-16le", "UTF-16LE"}));

class LongCharsets : public Charsets {};
TEST_P(LongCharsets, DecodeAsIconvDoes) {
  const std::string label = GetParam().label;
  for (int a = 0x80; a < 256 && label == "gb18030"; ++a)
    for (int b = 0x30; b <= 0x39; ++b)
      for (int c = 0x81; c < 256; ++c)
        for (int d = 0x30; d <= 0x39; ++d)
          expect_same({static_cast<char>(a), static_cast<char>(b), static_cast<char>(c),
                       static_cast<char>(d)});
  for (int a = 0xA0; a < 256 && label == "euc-jp"; ++a)
    for (int b = 0xA0; b < 256; ++b)
      expect_same({'\x8F', static_cast<char>(a), static_cast<char>(b)});
  for (const std::string escape : {"\x1b$@", "\x1b$B", "\x1b(J"})
    for (int a = 0x21; a < 0x7F && label == "iso-2022-jp"; ++a)
      for (int b = 0x21; b < 0x7F; ++b) {
        const std::string octets = escape + static_cast<char>(a) + static_cast<char>(b) + "\x1b(B";
        // iconv does not know the rows of vendors, which most senders use.
        if (reference_.decode(octets)) expect_same(octets);
      }
  for (int a = 0x21; a < 0x7F && label == "iso-2022-kr"; ++a)
    for (int b = 0x21; b < 0x7F; ++b)
      // U+327E came to KS X 1001 in 2002: ISO-2022-KR of iconv has it, its code page 949 has not.
      if (a != 0x22 || b != 0x68)
        expect_same(std::string("\x1b$)C\x0e") + static_cast<char>(a) + static_cast<char>(b) +
                    "\x0f");
  for (char32_t code = 0x800; code < 0x110000 && label == "utf-8"; ++code) {
    std::string octets;
    if (code < 0x10000)
      octets = static_cast<char>(0xE0 | code >> 12);
    else
      octets = {static_cast<char>(0xF0 | code >> 18),
                static_cast<char>(0x80 | (code >> 12 & 0x3F))};
    octets += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    octets += static_cast<char>(0x80 | (code & 0x3F));
    if (code != 0xFEFF) expect_same(octets);  // a byte order mark is no character of a text
  }
  for (char32_t code = 0x10000; code < 0x110000 && (label == "utf-16be" || label == "utf-16le");
       ++code) {
    const char32_t high = 0xD800 + ((code - 0x10000) >> 10), low = 0xDC00 + (code & 0x3FF);
    std::string octets{static_cast<char>(high >> 8), static_cast<char>(high),
                       static_cast<char>(low >> 8), static_cast<char>(low)};
    if (label == "utf-16le") {
      std::swap(octets[0], octets[1]);
      std::swap(octets[2], octets[3]);
    }
    expect_same(octets);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, LongCharsets,
                         testing::Values(Case{"gb18030", "GB18030"}, Case{"euc-jp", "EUC-JP-MS"},
                                         Case{"iso-2022-jp", "ISO-2022-JP"},
                                         Case{"iso-2022-kr", "ISO-2022-KR"}, Case{"utf-8", "UTF-8"},
                                         Case{"utf-16be", "UTF-16BE"},
                                         Case{"utf-16le", "UTF-16LE"}));

}  // namespace
}  // namespace mailrig
