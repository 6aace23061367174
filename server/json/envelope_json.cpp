#include "json/envelope_json.hpp"

namespace mailrig::json {
namespace {

Value parameters_value(const std::vector<Parameter>& parameters) {
  Value out = Value::object();
  for (const Parameter& parameter : parameters)
    out[parameter.keyword] = or_null(parameter.value);
  return out;
}

// What became of one recipient: the code that refused it, else what became of the whole.
Value outcome_of(const Recipient& recipient, const Transaction* transaction) {
  if (!recipient.valid && recipient.reply.size() >= 3) return recipient.reply.substr(0, 3);
  return transaction ? Value(transaction->outcome) : Value();
}

}  // namespace

Value envelope_value(const Envelope& envelope, const Transaction* transaction) {
  Value to = Value::array();
  for (const Recipient& recipient : envelope.to)
    to.push_back({{"address", recipient.address},
                  {"parameters", parameters_value(recipient.parameters)},
                  {"reply", recipient.reply.empty() ? Value() : Value(recipient.reply)},
                  {"outcome", outcome_of(recipient, transaction)}});
  return {{"from",
           {{"address", envelope.from.address},
            {"parameters", parameters_value(envelope.from.parameters)}}},
          {"to", std::move(to)}};
}

}  // namespace mailrig::json
