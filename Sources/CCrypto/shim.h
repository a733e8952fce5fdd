#ifndef VIGIE_CCRYPTO_H
#define VIGIE_CCRYPTO_H
#include <openssl/evp.h>
#include <openssl/hmac.h>
#endif
