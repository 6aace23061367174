// Writes charset_tables.cpp at build time: what the C library's iconv makes of each octet, and of
// each pair of octets, of the charsets of mail/charset_labels.hpp. Runs on the build machine only,
// because a static program cannot load iconv's modules. The C library must be glibc.
#include <iconv.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace {

using Codes = std::vector<char32_t>;

class Converter {
 public:
  explicit Converter(const char* charset) : handle_(iconv_open("UTF-32LE", charset)) {
    if (handle_ != reinterpret_cast<iconv_t>(-1)) return;
    std::fprintf(stderr,
                 "make_charset_tables: this system's iconv has no %s. Install its modules (Debian: "
                 "libc6, Fedora: glibc-gconv-extra), or give the tables of another machine with "
                 "-DMAILRIG_CHARSET_TABLES=…/charset_tables.cpp\n",
                 charset);
    std::exit(1);
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Nothing unless all of it means something.
  Codes convert(std::string octets) const {
    Codes codes(16);
    char *in = octets.data(), *out = reinterpret_cast<char*>(codes.data());
    std::size_t in_left = octets.size(), out_left = codes.size() * sizeof(char32_t);
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(handle_, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1)) return {};
    // Some keep a character back, for a combining one may follow.
    iconv(handle_, nullptr, nullptr, &out, &out_left);
    codes.resize(codes.size() - out_left / sizeof(char32_t));
    return codes;
  }

 private:
  iconv_t handle_;
};

std::string octets(std::initializer_list<unsigned> values) {
  std::string out;
  for (const unsigned value : values) out += static_cast<char>(value);
  return out;
}

void write(const char* name, const Codes& codes, const std::string& type) {
  std::printf("const %s %s[%zu] = {", type.c_str(), name, codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (type == "char16_t" && codes[i] > 0xFFFF) {
      std::fprintf(stderr, "make_charset_tables: %s has U+%X\n", name, unsigned(codes[i]));
      std::exit(1);
    }
    std::printf("%s%u,", i % 24 == 0 ? "\n" : "", static_cast<unsigned>(codes[i]));
  }
  std::puts("};");
}

// Of 0x80 to 0xFF alone; 0: nothing, or the first of several octets.
Codes singles(const Converter& converter) {
  Codes out;
  for (unsigned octet = 0x80; octet <= 0xFF; ++octet) {
    const Codes codes = converter.convert(octets({octet}));
    out.push_back(codes.size() == 1 ? codes[0] : 0);
  }
  return out;
}

// Lead 0x81 to 0xFE, trail 0x40 to 0xFE, after `prefix`. A pair that means two characters is
// written to `pairs` and marked with 1.
Codes doubles(const Converter& converter, Codes* pairs = nullptr, const std::string& prefix = "") {
  Codes out;
  for (unsigned lead = 0x81; lead <= 0xFE; ++lead)
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      const Codes codes = converter.convert(prefix + octets({lead, trail}));
      // Two octets that mean something each on its own are no pair.
      const bool apart = !converter.convert(prefix + octets({lead})).empty();
      out.push_back(codes.size() == 1 && !apart ? codes[0] : 0);
      if (codes.size() == 2 && !apart && pairs) {
        out.back() = 1;
        pairs->insert(pairs->end(), {lead << 8 | trail, codes[0], codes[1]});
      }
    }
  return out;
}

// JIS X 0208 as ISO-2022-JP has it, and where that has nothing, as EUC-JP does with the rows of
// vendors; 94 rows of 94.
Codes jis0208() {
  const Converter strict("ISO-2022-JP"), wide("EUC-JP-MS");
  Codes out;
  for (unsigned row = 0x21; row <= 0x7E; ++row)
    for (unsigned cell = 0x21; cell <= 0x7E; ++cell) {
      Codes codes = strict.convert("\x1b$B" + octets({row, cell}) + "\x1b(B");
      if (codes.size() != 1) codes = wide.convert(octets({row | 0x80, cell | 0x80}));
      out.push_back(codes.size() == 1 ? codes[0] : 0);
    }
  return out;
}

// The four-octet codes of GB 18030 as runs: first index, first code point, length.
Codes gb18030_runs() {
  const Converter converter("GB18030");
  Codes runs;
  std::uint32_t index = 0;
  for (unsigned a = 0x81; a <= 0xFE; ++a)
    for (unsigned b = 0x30; b <= 0x39; ++b)
      for (unsigned c = 0x81; c <= 0xFE; ++c)
        for (unsigned d = 0x30; d <= 0x39; ++d, ++index) {
          const Codes codes = converter.convert(octets({a, b, c, d}));
          if (codes.size() != 1) continue;
          const std::size_t last = runs.size() - 3;
          if (!runs.empty() && runs[last] + runs[last + 2] == index &&
              runs[last + 1] + runs[last + 2] == codes[0])
            ++runs[last + 2];
          else
            runs.insert(runs.end(), {index, codes[0], 1});
        }
  return runs;
}

struct Name {
  const char *variable, *iconv;
};

}  // namespace

int main() {
  std::puts("// Written by make_charset_tables from the iconv of the build machine.");
  std::puts("#include \"mail/charset_tables.hpp\"\nnamespace mailrig::tables {");
  for (const Name& name : {Name{"ibm866", "IBM866"},       {"iso_8859_2", "ISO-8859-2"},
                           {"iso_8859_3", "ISO-8859-3"},   {"iso_8859_4", "ISO-8859-4"},
                           {"iso_8859_5", "ISO-8859-5"},   {"iso_8859_6", "ISO-8859-6"},
                           {"iso_8859_7", "ISO-8859-7"},   {"iso_8859_8", "ISO-8859-8"},
                           {"iso_8859_10", "ISO-8859-10"}, {"iso_8859_13", "ISO-8859-13"},
                           {"iso_8859_14", "ISO-8859-14"}, {"iso_8859_15", "ISO-8859-15"},
                           {"iso_8859_16", "ISO-8859-16"}, {"koi8_r", "KOI8-R"},
                           {"koi8_u", "KOI8-U"},           {"macintosh", "MACINTOSH"},
                           {"windows_874", "WINDOWS-874"}, {"windows_1250", "CP1250"},
                           {"windows_1251", "CP1251"},     {"windows_1252", "CP1252"},
                           {"windows_1253", "CP1253"},     {"windows_1254", "CP1254"},
                           {"windows_1255", "CP1255"},     {"windows_1256", "CP1256"},
                           {"windows_1257", "CP1257"},     {"windows_1258", "CP1258"},
                           {"x_mac_cyrillic", "MAC-UK"},   {"big5_singles", "BIG5-HKSCS"},
                           {"euc_kr_singles", "CP949"},    {"shift_jis_singles", "CP932"},
                           {"euc_jp_singles", "EUC-JP-MS"}})
    write(name.variable, singles(Converter(name.iconv)), "char16_t");
  Codes pairs;
  write("gb18030", doubles(Converter("GB18030")), "char32_t");
  write("big5", doubles(Converter("BIG5-HKSCS"), &pairs), "char32_t");
  write("big5_pairs", pairs, "char32_t");
  std::printf("const std::size_t big5_pairs_size = %zu;\n", pairs.size());
  write("euc_kr", doubles(Converter("CP949")), "char16_t");
  write("shift_jis", doubles(Converter("CP932")), "char16_t");
  write("euc_jp", doubles(Converter("EUC-JP-MS")), "char16_t");
  write("euc_jp_plane_2", doubles(Converter("EUC-JP-MS"), nullptr, "\x8F"), "char16_t");
  write("jis0208", jis0208(), "char16_t");
  const Codes runs = gb18030_runs();
  write("gb18030_runs", runs, "char32_t");
  std::printf("const std::size_t gb18030_runs_size = %zu;\n", runs.size());
  std::puts("}  // namespace mailrig::tables");
}
