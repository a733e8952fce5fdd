#ifndef VIGIE_CCURL_H
#define VIGIE_CCURL_H
#include <curl/curl.h>
#endif
