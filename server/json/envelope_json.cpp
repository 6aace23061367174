#include "json/envelope_json.hpp"

#include "json/nullable.hpp"

namespace mailrig::json {
namespace {

// What became of one recipient: the code that refused it, or that LMTP answered for it at the end
// of data, else what became of the whole.
Tree outcome_of(const Recipient& recipient, const Transaction* transaction) {
  if (!recipient.valid && recipient.reply.size() >= 3) return recipient.reply.substr(0, 3);
  if (recipient.data_reply.size() >= 3) return recipient.data_reply.substr(0, 3);
  return transaction ? Tree(transaction->outcome) : Tree();
}

}  // namespace

Tree parameters_tree(const std::vector<Parameter>& parameters) {
  Tree out = Tree::object();
  for (const Parameter& parameter : parameters) out[parameter.keyword] = or_null(parameter.value);
  return out;
}

Tree envelope_tree(const Envelope& envelope, const Transaction* transaction) {
  Tree to = Tree::array();
  for (const Recipient& recipient : envelope.to)
    to.push_back({{"address", recipient.address},
                  {"parameters", parameters_tree(recipient.parameters)},
                  {"reply", recipient.reply.empty() ? Tree() : Tree(recipient.reply)},
                  {"dataReply", null_if_empty(recipient.data_reply)},
                  {"outcome", outcome_of(recipient, transaction)}});
  return {{"from",
           {{"address", envelope.from.address},
            {"parameters", parameters_tree(envelope.from.parameters)}}},
          {"to", std::move(to)}};
}

}  // namespace mailrig::json
