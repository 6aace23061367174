// Finds the end of mail data and takes out stuffed dots, in place (RFC 5321 §4.1.1.4, §4.5.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace mailrig::smtp {

// What a lenient receiver would take for the end of mail data, and this one does not.
enum class LookAlike : std::uint8_t {
  lf_dot_lf,
  lf_dot_cr,
  cr_dot_lf,
  cr_dot_cr,
  lf_dot_crlf,
  cr_dot_crlf,
  crlf_dot_lf,
  crlf_dot_cr,
  crlf_nul_dot_crlf,
  crlf_dot_nul_crlf,
  crlf_dot_crcrlf,
  crcrlf_dot_crcrlf,
};
inline constexpr std::size_t kLookAlikes = 12;
std::string_view to_string(LookAlike kind);  // "LF.CRLF"
std::optional<LookAlike> parse_look_alike(std::string_view name);

// A set of them: bit `n` stands for LookAlike n.
struct LookAlikes {
  std::uint16_t bits = 0;

  bool has(LookAlike kind) const { return (bits >> static_cast<int>(kind) & 1) != 0; }
  void add(LookAlike kind) { bits |= static_cast<std::uint16_t>(1u << static_cast<int>(kind)); }
  bool any() const { return bits != 0; }
  static constexpr LookAlikes all() { return {(1u << kLookAlikes) - 1}; }
};

// Only CRLF.CRLF ends data. How the octets are cut into regions makes no difference.
class DotReader {
 public:
  struct Step {
    std::size_t content = 0;  // octets of content, now at the front of the region
    std::size_t pending = 0;  // undecided octets right behind them: the next region begins there
    bool ended = false;
    std::size_t behind = 0;  // if ended: where in the region the octets behind the end begin
  };

  // `region` is what was pending, then new octets. Looks at each octet once, line by line.
  Step scan(std::span<char> region);

  // Places in the last region's content where a dot was taken out that the client had not doubled.
  const std::vector<std::size_t>& removed() const { return removed_; }
  // Bit `n` is set once LookAlike n was seen.
  std::uint16_t look_alikes() const { return seen_; }

 private:
  enum class Break : std::uint8_t { crlf, crcrlf, lf };
  enum class Start : std::uint8_t { plain, stuffed, bare_dot, end, wait };

  Start line_start(const char* at, const char* end);
  // False if more octets are needed to tell.
  bool look_behind_cr(const char* cr, const char* end);
  void note(LookAlike kind) { seen_ |= static_cast<std::uint16_t>(1u << static_cast<int>(kind)); }

  Break break_ = Break::crlf;  // what ended the line before; RFC 5321 §4.1.1.4: DATA's own CRLF
  bool fresh_ = true;          // nothing of the line was looked at
  bool after_cr_ = false;      // the octet before what is pending is CR
  std::uint16_t seen_ = 0;
  std::vector<std::size_t> removed_;
};

}  // namespace mailrig::smtp
