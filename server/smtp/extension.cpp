#include "smtp/extension.hpp"

#include <array>

#include "mail/ascii.hpp"

namespace mailrig::smtp {
namespace {

constexpr std::array<std::string_view, kExtensions> kKeywords{
    "PIPELINING", "SIZE",          "8BITMIME",    "ENHANCEDSTATUSCODES",
    "SMTPUTF8",   "CHUNKING",      "BINARYMIME",  "DSN",
    "DELIVERBY",  "FUTURERELEASE", "MT-PRIORITY", "REQUIRETLS",
    "LIMITS",     "ETRN",          "EXPN",        "XCLIENT",
    "XFORWARD",   "HELP"};

}  // namespace

std::string_view keyword_of(Extension extension) {
  return kKeywords[static_cast<std::size_t>(extension)];
}

std::optional<Extension> parse_extension(std::string_view keyword) {
  for (std::size_t i = 0; i < kKeywords.size(); ++i)
    if (iequals(kKeywords[i], keyword)) return static_cast<Extension>(i);
  return std::nullopt;
}

std::vector<std::string> extension_keywords() { return {kKeywords.begin(), kKeywords.end()}; }

}  // namespace mailrig::smtp
