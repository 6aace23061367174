// "Did you mean …": the nearest of the names that would have been right.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::api {

// The candidate with the fewest edits from `word`, without case; nothing if all are far from it.
std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& candidates);

// "did you mean <name>?", or else `otherwise`.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         std::string otherwise);

}  // namespace mailrig::api
