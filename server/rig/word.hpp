// Words that somebody chose among a few, and the error for one that is none of them.
#pragma once

#include <string>
#include <vector>

namespace mailrig {

// Throws OptionError: "`where`: there is no `what` "word"", what was meant, and what is allowed.
[[noreturn]] void refuse_word(const std::string& where, const std::string& what,
                              const std::string& word, const std::vector<std::string>& known);
// The same unless `word` is one of `known`.
void need_word(const std::string& where, const std::string& what, const std::string& word,
               const std::vector<std::string>& known);

}  // namespace mailrig
