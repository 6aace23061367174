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

// When look-alikes that a receiver takes for the end hold.
enum class EndWhen : std::uint8_t {
  always,
  first_line_lf,  // only if the first line of the mail ended in LF alone
};

// Only CRLF.CRLF ends data, unless a receiver is emulated that takes more. How the octets are cut
// into regions makes no difference.
class DotReader {
 public:
  DotReader() = default;
  DotReader(LookAlikes ends, EndWhen when) : ends_(ends), when_(when) {}

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
  // Those seen.
  LookAlikes look_alikes() const { return seen_; }
  // The one that was taken for the end.
  std::optional<LookAlike> ended_by() const { return ended_by_; }
  // A line ended in LF without CR.
  bool bare_lf() const { return bare_lf_; }

 private:
  enum class Break : std::uint8_t { crlf, crcrlf, lf };
  enum class First : std::uint8_t { unknown, lf, crlf };
  enum class Start : std::uint8_t { plain, stuffed, bare_dot, end, wait };

  Start line_start(const char* at, const char* end);
  // plain, end, or wait.
  Start look_behind_cr(const char* cr, const char* end);
  // Notes it; true if it ends data, of which it takes so many octets.
  bool ends_at(LookAlike kind, std::size_t octets);
  void note_break(Break kind);

  Break break_ = Break::crlf;     // what ended the line before; RFC 5321 §4.1.1.4: DATA's own CRLF
  bool fresh_ = true;             // nothing of the line was looked at
  bool after_cr_ = false;         // the octet before what is pending is CR
  First first_ = First::unknown;  // what ended the first line of the mail
  bool bare_lf_ = false;
  LookAlikes ends_, seen_;
  EndWhen when_ = EndWhen::always;
  std::optional<LookAlike> ended_by_;
  std::size_t end_octets_ = 0;  // of the end that was found, from its dot on or the NUL before it
  std::vector<std::size_t> removed_;
};

}  // namespace mailrig::smtp
