// Pictures that HTML shows from other parts of its mail: RFC 2392, RFC 2387.
#pragma once

#include <string>
#include <string_view>

#include "mail/mime.hpp"

namespace mailrig {

// `html` with each cid: URL of a part replaced by `prefix` and the part's number, counted from 1.
// URLs of no part stay as they are.
std::string map_content_ids(std::string_view html, const Mime& mime, std::string_view prefix);

// The media type of a raster image (PNG, JPEG, GIF, WebP, AVIF, BMP, ICO) by its first octets;
// empty for all else. Never SVG, which is a document and may hold scripts.
std::string_view raster_type(std::string_view octets);

}  // namespace mailrig
