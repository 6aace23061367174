// "Did you mean …?" for words that are none of those known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

// The word of `known` nearest to `word`, if it is near enough to be meant; empty otherwise.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

// A hint: "did you mean reply?", or "known here: name, on, …" if nothing is near.
std::string suggest(std::string_view word, const std::vector<std::string_view>& known);

std::string joined(const std::vector<std::string_view>& words);  // "a, b, c"

}  // namespace mailrig
