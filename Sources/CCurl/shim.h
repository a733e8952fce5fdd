/* libcurl under names that Swift can call: its setters are variadic, and a message's data is an
   anonymous union. */
#ifndef VIGIE_CCURL_H
#define VIGIE_CCURL_H

#include <curl/curl.h>

static inline CURLcode vigie_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode vigie_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode vigie_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode vigie_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/* For CURLOPT_HTTPHEADER and CURLOPT_MAIL_RCPT. */
static inline CURLcode vigie_curl_set_list(
    CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}

static inline CURLcode vigie_curl_set_mime(CURL *easy, curl_mime *mime) {
    return curl_easy_setopt(easy, CURLOPT_MIMEPOST, mime);
}

static inline CURLMcode vigie_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/* For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which are of one shape. */
static inline CURLcode vigie_curl_set_write(
    CURL *easy, CURLoption option, curl_write_callback function) {
    return curl_easy_setopt(easy, option, function);
}

static inline CURLcode vigie_curl_set_open_socket(CURL *easy, curl_opensocket_callback function) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

/* The status of the answer; 0 while there is none. */
static inline long vigie_curl_status(CURL *easy) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* What a proxy answered to CONNECT; 0 if it was not asked. */
static inline long vigie_curl_tunnel_status(CURL *easy) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status;
}

/* Why a certificate was not trusted, in OpenSSL's numbers. */
static inline long vigie_curl_verify_result(CURL *easy) {
    long result = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
    return result;
}

/* Seconds of Retry-After, given as a number or as a date; 0 where it was not sent. */
static inline curl_off_t vigie_curl_retry_after(CURL *easy) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds;
}

/* The next transfer that ended and how; 0 if there is none. */
static inline int vigie_curl_next_done(CURLM *multi, CURL **easy, CURLcode *code) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *easy = message->easy_handle;
        *code = message->data.result;
        return 1;
    }
    return 0;
}

#endif
