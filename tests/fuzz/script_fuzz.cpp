// A script is read or refused, and can be played against a server that says its own lines.
#include <cstdlib>

#include "smtp/script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig::smtp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto steps = parse_script(text.substr(0, 4'096));
  if (!steps) return steps.error().what.empty() ? std::abort(), 0 : 0;
  std::size_t octets = 0;
  for (const ScriptStep& step : *steps) octets += step.text.size();
  if (octets > 1 << 20) return 0;
  Script script(std::move(*steps), {});
  for (int turns = 0; turns < 10'000; ++turns) {
    switch (script.next()) {
      case Client::Step::say:
        script.said({});
        break;
      case Client::Step::hear:
        if (turns > 5'000)
          script.lost("gone", {});
        else
          script.heard(text, {});
        break;
      case Client::Step::secure:
        script.secured("TLSv1.3", {});
        break;
      case Client::Step::rest:
        script.rested();
        break;
      case Client::Step::end:
        return 0;
    }
  }
  return 0;
}
