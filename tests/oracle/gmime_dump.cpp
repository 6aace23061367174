// What GMime makes of mails: the same input and output as mime_dump. Test-time only.
#include <gmime/gmime.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

namespace {

struct Step {
  GMimeObject* object;
  int depth;
};

std::string type_of(GMimeObject* object) {
  GMimeContentType* const type = g_mime_object_get_content_type(object);
  char* const text = g_mime_content_type_get_mime_type(type);
  char* const lower = g_ascii_strdown(text, -1);
  std::string out = lower;
  g_free(lower);
  g_free(text);
  return out;
}

std::string content_of(GMimePart* part) {
  GMimeDataWrapper* const content = g_mime_part_get_content(part);
  if (!content) return "";
  GMimeStream* const memory = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(content, memory);
  GByteArray* const octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  char* const text = g_base64_encode(octets->data, octets->len);
  std::string out = text;
  g_free(text);
  g_object_unref(memory);
  return out;
}

void append(std::string& out, int depth, const std::string& type, const std::string& content) {
  if (out.size() > 1) out += ',';
  out += "[" + std::to_string(depth) + ",\"" + type + "\"," + content + "]";
}

std::string dump(const std::string& mail) {
  GMimeStream* const stream = g_mime_stream_mem_new_with_buffer(mail.data(), mail.size());
  GMimeParser* const parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
  GMimeMessage* const message = g_mime_parser_construct_message(parser, nullptr);
  std::string out = "[";
  std::vector<Step> steps;
  if (message && message->mime_part) steps.push_back({message->mime_part, 0});
  while (!steps.empty()) {
    const auto [object, depth] = steps.back();
    steps.pop_back();
    if (GMIME_IS_MULTIPART(object)) {
      const int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
      append(out, depth, type_of(object), "null");
      for (int i = count; i-- > 0;)
        steps.push_back({g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1});
    } else if (GMIME_IS_MESSAGE_PART(object)) {
      append(out, depth, type_of(object), "null");
      GMimeMessage* const inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
      if (inner && inner->mime_part) steps.push_back({inner->mime_part, depth + 1});
    } else if (GMIME_IS_PART(object)) {
      append(out, depth, type_of(object), '"' + content_of(GMIME_PART(object)) + '"');
    }
  }
  if (message) g_object_unref(message);
  g_object_unref(parser);
  g_object_unref(stream);
  return out + "]";
}

}  // namespace

int main() {
  g_mime_init();
  std::string line;
  while (std::getline(std::cin, line)) {
    std::string mail(std::stoul(line), '\0');
    std::cin.read(mail.data(), static_cast<std::streamsize>(mail.size()));
    std::puts(dump(mail).c_str());
  }
}
