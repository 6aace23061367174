#include "json/envelope_json.hpp"

#include "json/nullable.hpp"

namespace mailrig::json {
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
                  {"outcome", transaction ? Tree(outcome_of(*transaction, recipient)) : Tree()}});
  return {{"from",
           {{"address", envelope.from.address},
            {"parameters", parameters_tree(envelope.from.parameters)}}},
          {"to", std::move(to)}};
}

}  // namespace mailrig::json
