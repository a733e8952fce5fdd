#ifndef VIGIE_CCRYPTO_H
#define VIGIE_CCRYPTO_H
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509_vfy.h>
#endif
