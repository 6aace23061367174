#include "rig/word.hpp"

#include <algorithm>

#include "match/suggestion.hpp"
#include "rig/rig.hpp"

namespace mailrig {

void refuse_word(const std::string& where, const std::string& what, const std::string& word,
                 const std::vector<std::string>& known) {
  const std::string near = nearest(word, {known.begin(), known.end()});
  std::string why = where + ": there is no " + what + " \"" + word + "\"";
  if (!near.empty()) why += "; did you mean " + near + "?";
  why += near.empty() ? "; allowed is " : " Allowed is ";
  for (const std::string& one : known) why += (&one == &known.front() ? "" : ", ") + one;
  throw OptionError(why);
}

void need_word(const std::string& where, const std::string& what, const std::string& word,
               const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    refuse_word(where, what, word, known);
}

}  // namespace mailrig
