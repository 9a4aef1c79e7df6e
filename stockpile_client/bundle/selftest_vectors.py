"""The two long vectors of the self-test, made by another implementation.

Both belong to the seed 00 01 02 … 1f and were computed in JavaScript: the signature with `@noble/post-quantum`
(deterministic variant of FIPS 204), the ciphertext with `age-encryption`, as the one recipient stanza of a file.

>>> len(MLDSA65_SIGNATURE), len(HPKE_SEALED)
(3309, 1152)
"""

from base64 import b64decode
from typing import Final

MLDSA65_SIGNATURE: Final = b64decode(
    "cWGPtPATpikBvNMBMU1vi/JF/9iQkO1uQy9rNMX05ykp3iu1OM8ROvbxMCgElMdQRYKCUYesRs9GBJ+skeD4YsFy+jZGcFSPooP7"
    "uXH1s+IiFt0A8JbivgWNbtCdiEQD7NJAOFTJEIJpfiWDYcvmWDoUmaxe+fBxQ05UJpWnIc1j/2bUjpMpEFt+1p5QETqo+ZtUykw3"
    "HfH2QN2cHA4UYG/QsXXyxresnWHxWIZVAqEWrlOB6Ae5jLmx6YtHX+OSkhJOBYaJgrnxQr+KLOYfij2zX+4jjqZlFvhD3QUSzFwx"
    "UXgRyQzm+Rfj1beuznSn1K1G2b8SKMgIM/MNvkbpzZiMr41N0dGEQAIUBNoe0Mvuye+GQFTBAZNcSR+6xNCpAk0ssGKlHD8HKRBs"
    "vo0oBO8mrfWhKgMFtk78c3DNNIxZB1BZ4gA/xzRCX0/K+pQzcvK6HEmU3JHNUoegzjYGNejMlPqhNeHoBPU5aRf9tdB2mKu3fcnR"
    "UmIA76xNRMAY9oDrd+bfeBVbXS0hR9W9Q8aaix+hlopZVxrQmU5qjiNebRegH5AVySxjAT3NqhRr8xxQBwSXP7opQuhbztSYjkY5"
    "RTAYe6sq4QdKxBWwL1QvCHw9R+WWqP9TMmcl5hk/wVX4RKzy1URsUpbNlM8M/fs56bvFTOBnVL5Q6tMj2YtLykMtGpuZhz4oIPqc"
    "Q0xmpZ6ZWeNqsmEaC+4bmfkXJ+e5iI9q0RJnWL1e9y71y556cAqS3dy4OtMhKsqUVjXaLsEG3XrNHNrKWBzjT8JRL3PJJkgjRar+"
    "Sxmv25oJ9E2Nzpb3jIzccfmPgqq4EdgTMsWjkjnmJkSGA7ny/b5COVwjSAEbYQ1eqssR/Az3s19nIjiQlToIcZIznAl63E9SIeRh"
    "epddEm4SfaBr9/pXyKrRzXkXwbVmKs5X9pnwWB1aYLHip2MjWInKHVmsDn+XeMbQWXorFcNv0aPEgbwGTGT8bfGJlSqRFiu73Bap"
    "aBp4Qy+lRfcNFVjUImIdhQW44InXLIRg5NkemRB4HDSVGGv+E27g3bZ4f0ZVUgVKRwXsyRUwQygOzspJLCRwGd1vCBZZJlR9ZPr9"
    "eYXWoPi96eQIQyK6JhghlMePGiQV9qn1gZfxOG17HcLXFpw184cv83/LyYEU3wamErHBKvwokKdJDkGajenaepy8FVVQLx2xulUQ"
    "HQ7iqgR06qg2gLUvsJ8cQ/77BFOdD9ijyRw/HsqWvKy+GMyagRr5gy29jV2cMSXFMRwunR+1P6Z1R31a5vrYta9COGR8eXcFme9M"
    "U2AvKVopq9wQHNM1W0/f7nG5FFI+bpysWwusvWn0wqcK51Y0ikRQ1qSx8+pkbiNm2V0CUTg3tquFUme72ByArY5m+YGYx37anVQT"
    "AlgZTLIoGEoLuabFZ0bZWVLnvievqUMj3f0pudn3lz5DZKSeG6khYRM0lxR0jQ6mmtFlM3gNTr0lgIgLdD32/fuP4LUS6dvonTRn"
    "n6XnM6OIhsYpWdCuKpVLbsHQmBXEcQE3UZVjdjxe/xVWtB3QXk5DlYWE8jqXoN3IyUAeaNCUFF3KOPwutQZPVK79TD16Mr+iNOot"
    "MfoSn/q/ZsofaOdtiM6K77W8Jk+DYMqkc3p7L6q/uw1xeFlEMeUsOc5JtcOVCXhTr+eKAy+vXLEZ/cbEoIVok0Nvt7zcPOmJ8IgM"
    "fJpuxyMc/EGtdGSGoHRLLqNCxRrcRnI+cxKAu/HAmPKGvHeNCUQHEs/oxPlm9klFUQ3/CxokQ48o7s20VJtazajbkfEaOyzclxam"
    "lV4aQTMucn2rz/DdzbyrjOyVtAfWsSaVT9BkFk4a9iKyOdeEWQW+A9AayzNCE7F72qlTQ5rcelgq4CIj+Eco5wVsebrCdbrIdd8J"
    "lmBX53meQUaZz/AL9wokN2m961NVNOt+PJqkIBIZ0A+OU7gKzNkJ2awAsTJ8YTBr6FRx2CCO89GjKsVxjQ6Xo5bcHy65y6/msbv2"
    "XnuL55gofUkNM2al8nzzd5vNFiWIMKfaesdOo6y38D1qyByYImMEexvSQkaO4RipC3cB6KwgiAii1+5lB18Yk+ENQDtkwiiTk7+k"
    "UqxW8JzCYmjNRLBVy2JjA5JWw3q7wUZNSlKB4ZCI3Zd8kZ9sqTN44f3Xjoz2gel3HMo82ohf5aHtB8fIffbQemHfzjmfqpGjrhHU"
    "e44iUo6zo/ESFnib7TBoWO3WLUymoiFCBaYQoXemaGyamtJNnZNgWxjDmN5UIIiLLNaZdDQJDNSwtll35E+zKsAFjFdWeaRDJ4Z7"
    "vIfKfMdAV9cMG93vcsrpasyRSXEqGpeh4fYgo4q7qJgo53nhoQNsoUaCzzMDquTArVq9qGlvTCaIcDVmj5/FwOTbT3PIJnztheq0"
    "bSodFVSCSzPZuKfn79qYWAS23ak0kSWdJD8n+05GTBAVmtvhoylz4L3aVM3NRxvXxQVL1i8fAdXcd7/q0jhj4k8nAnlW3GsS0tbc"
    "Zt3MjHJlgysBNXELTZsnhKhNPf8xXQMi99caBYqE7N6Zp432JtcT+e3n/KbJw7limKEPPPKfFH/vP367aSRnPCDS+drlThWWSzGa"
    "TyrVjhbKss4BT97LeqssL6J2c24DC5/15GnUW3NwMa8cLkr8PFb0kIhQblzbXHGCd2snU7b4MOvvLJ/Ex8A1ZIjeTTkpmzAUsQEp"
    "oauAkKHroRXD6PbuFEDBU2ZY8w4cWWe4IpPGYHC98DNx4Esm2gGy80THD5Lxqgy8dUiQEzmTaxlwqFF6NlOtncDncTvgszuqgDT8"
    "nbF/ImCj7aY84PrxMQTY0WH/QKCYdNGUfLDEtnF2pmr0HnAoMVzmDj2JfUSLRa0lfsmGhXSkSIjsHDzO3nYqVtfkE5gF+KReGw/O"
    "rbff7eMN/RybKuuKErDysrQZDGKC8h6VP3z4xNVpTiiPBdLQbqCQMF+RiPBQzIX0rGNPucoKUcZD3+BaXe3TxBUfq7uLgpwSDW+G"
    "GyLUifZ2hhZaWIRHTfhRQE9sSbfw8qRK7dh80RJviCWz3e15cgKzzGPJvugTovCyvgbQdA1gRxmjiSyi/MKxnn1xbV/SjvtBausl"
    "UEVjz0QmbdnMxoLn+ThkvhcidpkYuQtvwrZuQ7NJF+WfdicWu5d+zkik3+fp2aAPP3gWcRQfp3ki10FRdbRxHVnNv0w4Q0ZGTnGv"
    "S6kDVoPY2F55LXkIIC1sMOWrYBrwbD5GUw0eg3Ol5UuI7lte5hLGVP0sJzZ0VmM5KDJoNkypQaBWxD0a8MvjfCoYCeMRNdsrUE24"
    "sBKwv3VRWCsrCOVU0DM1PZE8CSF/nvGc2uh8q8SjFt0bpSIMnEUfRwfbOP3FNKjSQRz8eY+GzScizKF1MConOFqsKMhPx4vc582X"
    "4T3IqzknWIl817CDQ1AEi9eALua6LvdiyWWtew0PruCJyXdLJpEjCPVsTDEgJr116s0yzN8/fsTLdks1F9Ytvw9xqxgKbs4zyI9/"
    "9VjjGmfbs0C0FPLLZ5opWg5ka1j7VtQBIEJCit9t0I1w9TH/CKR+qOlqeToATydYTiCUPcGjbHoiVV28liN3z+8ILt6eFpimP6n/"
    "6W/MZurPeLA25P+oeYRdoTIEIGU7870uCNY9BLC2mRiYYm/caUa0JcNwepHJcDmF+Sm+Jbb7rgKADBekEucmfQ8hTxvDtC771P3e"
    "DCNvtvucIMTz2EGwppY2VX6Nx9/bnSzLVsS4JI339H0hZ1xoVXQnqmWJQGI/zZXAw4LUCT9WdP1Z+jvAMPu1+ePVLfS8FrfBEK2B"
    "+2j4qxrRoAdOJxCAQXggOA1fMxjkt80GVFjN9PH/JTnMsNUJJ1G9u+IQCxb9bLd4Q0c5PA+wjVP7RsYXuu2brrKF2Fpd6wB83+5Y"
    "pEji1XF5SZ66ub+eVL8/l2df6vr+cGjHgIIT6jfHPA63AndrjX9vG8P32PJXXV8mxt4sYfls5S34TMRrZqTn5HKlDEM1Z1dL3tFE"
    "2fGMXvB9kjI3Hkkz+mExAqavX9+feXhQWb5mYaWbOnNbULUzmgjcnJAu1EidID4jATOxndwHrLnsJfz2RpZruQTIN0Z5W1MniN6+"
    "R2o6hZ+S+5cCbRybEM8SM4irqqhhnnn30GquLlTdu5y0Z8KSsmjSse0e9lZQv5kJaO3kf94lVj6EH5DZh14id3gfr/MEm5kkjcG9"
    "aT7nXsElgXKXsyEH4pup7YG/3EEvTc1l6WYhX2WX23P9E8LCjmWDWRLdYfXmW5mCKZPgTeCz6pZh30YjtOO2pnqhoN8ghyZwDQUO"
    "ZLWcS5m12v7STFwaMutq5EDPshx2p80CICUxMjs9PtYCGFqiwd/i6EJOf4iksbTIZnB0iJKa5+wfJicwZml4rrAPGYGPrrXjAAAA"
    "AAAACREZISox"
)
"""Over the ASCII text "stockpile self-test", pure, with the empty context."""

HPKE_SEALED: Final = b64decode(
    "M0OjYcPAvSLX+SYbsOWlz+/UjeIR7/lt1S1Kw5GM9ciDuy7/Ulq5CX3FDUCuYgzK62hz2M9argYsD+et0sUrAoWg0jkzuIP/IKl9"
    "k0AitPwZdRqvQO+mEBPW9wdMWZHvEtHoJ5kFJe0/E6uiplMPaMGBW6o9jb50ACr+ONNXc3Scd6ZnvhrOoMSNe78aP5wkcUfFgIs5"
    "c2OFS1ne3UNTPJ3rwQqSl3xgg+O7SbcQvuj592ouSiI8pxhJLW0lgnWjEaO2RNkwmCM05ReiIfmgDsCgrr92y6MMBIzdr5iY3AxF"
    "5+oX+URyB0rCUpyo7tbz6uRiJJ/TPEGe60RG97+5cSVBhTqTOE4opoftIXhjqj45V5sDk+zum4P3un3xYC6TukWPI/bxpVDPFhB3"
    "AAVVr/X9MueV5JRX7gTffhij3m8u7vNok0ORNhJOhufjNa/pDuIB6l3T9DeWSk1Qo4xYfJ+AGAVXWOF1xZYOq/w6h3duXaak/bcR"
    "zBjaDpAgGQSaEH1ydVPVHBgdpgxLNWV+1YCamGhpHBYbAvN7w6Tyx6Q9k1nVhYagyvlltNjSokb+wej7mR13VGxENeJBdnSe7lA0"
    "5awFxBDPYwUp+1ib3gysSEsQiE8N5/FVpEK1AlXvfenmL+FRuaAmnjdWul5h4pzT1p2kn6QGEDdCTdBGc1s8M2bI/PE9ZivQ4MZE"
    "bIB1d0ZXox7iZp6Su9q/W16lXp08hZTAs8+dGPucV1CXCelwcUNKetLwfC+IzOecUYaXU/ZCGBZ6nLmwTjUHSzFGZOWsiQeWkmtR"
    "BaKQwjZP713KeuTdMbRwrg9P7lvHPO12xoyNz5v8477WB7un7FeUqzg/bybO/dNKa2TQ36N7IkvdMwT6ee0vg6As6qWqIXpGDgNw"
    "s0YqpmlkEsalio5+upENX1qpiizRawQXy7RhV7bYj2Y0t93/gvgyeoYQnBUXAZ3mCMPzf9rfWQsWlNNMYFoIy+IPqw4xqVC73khv"
    "dX8h03tNz7eceh9T12pbNZWLwUnoUMJAYGsosde6BKxWtNw2S0WLn/BjTPIrKQVFmXWLcCH0TnH/FbFypUL5IHYIeKUT7UAdF+rl"
    "XGRfKh7vpPLzr/aWBqJ4mlWHafOyQXoM966EcJ8mBpJ9sfJiyZ/Rp7NG3WQxxtmfzcvVTMzh21n6FbEFo3yYPgyvgTA4ptXg5DUx"
    "ZghJhL3t0oJ4DDpHFsh4fnBJSzCj0UzscEXRGHcg5aNnfj7Egit6MbpfjKNZvkbUBn6ysNumfwDg/7mnCotgVnZVJqrT6jtTkZ5e"
    "R3tyWhNvBkv6erSjRLoWZzWRbXSoD6aOrQFhI4LpSTpxdiJK5SzVWn96Q8Xbrzv2SMXysFjaO7QBdqDAIXpQLrXDhmysDlUemiDk"
    "iBqtYeniB+k5MFOLVRQLhKpLuf9Timbvvi7K0t27jEncw3pCQTPjTEMKbajImOpkrhqAmHq0OQB0d2a7C1SfH46F1UoRb1dVfrg/"
    "Ooi9qOdYfeXUlXg4FSFk7/T5DBQzOYupIaBA"
)
"""``enc`` (1120 bytes) and the sealed 16 bytes with their tag (32), info ``age-encryption.org/mlkem768x25519``."""
