// What the client sends before it may (RFC 2920 §3.1): seen under every profile, refused by some.
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

// Their success or failure changes what the client may do next, or its turn is over.
bool comes_last(const Command& command) {
  switch (command.verb) {
    case Verb::ehlo:
    case Verb::helo:
    case Verb::lhlo:
    case Verb::data:
    case Verb::vrfy:
    case Verb::expn:
    case Verb::noop:
    case Verb::quit:
    case Verb::etrn:  // RFC 1985 names no group
    case Verb::xclient:
      return true;
    case Verb::auth:
      // RFC 4954 §4: the last, unless its initial response is all that it needs.
      return command.arg.find(' ') == std::string_view::npos;
    default:
      return false;  // STARTTLS has a note of its own
  }
}

}  // namespace

// More has come behind this command, which it should not have.
bool Dialog::sends_ahead(const Command& command) const {
  if (input_.rest().empty() || command.verb == Verb::starttls) return false;
  return !pipelining_ ? command.verb != Verb::bdat : comes_last(command);
}

const Reply* Dialog::mind_pipelining(const Command& command, Time now) {
  const bool early = in_offset_ < ahead_until_;
  const UnauthPipelining policy = options_.profile.unauth_pipelining;
  if (!early && !sends_ahead(command)) return nullptr;
  if (!early) {
    ahead_until_ = in_;
    if (!std::exchange(pipelining_noted_, true)) {
      record_->note_mark(Mark::pipelined_unannounced);
      note(pipelining_ ? "the client sent on behind " + std::string(command.word) +
                             ", which is to be the last of its group"
                       : std::string("the client pipelines, which was not announced"),
           now);
    }
  }
  switch (policy) {
    case UnauthPipelining::allow:
      return nullptr;
    case UnauthPipelining::close_554:
      return &replies::sent_ahead_554;
    case UnauthPipelining::close_500:
      return &replies::sent_ahead_500;
    case UnauthPipelining::refuse_503:
      break;
  }
  // The command itself is in order; what stands behind it is not. Mail data that came before the
  // 354 must not be taken for commands: it is refused at its end.
  if (!early && command.verb == Verb::data) {
    ahead_until_ = 0;
    content_ahead_ = true;
  }
  return early ? &replies::sent_ahead : nullptr;
}

}  // namespace mailrig::smtp
