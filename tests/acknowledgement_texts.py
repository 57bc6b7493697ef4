"""The 36 acknowledgements as the owner gets them, word for word."""

TEXTS = {
    "late.a": (
        "{hello}we are sorry about the wait. We would like to put this right. Please "
        "{dm}, and a person from our team will answer you {by}.{sign}"
    ),
    "late.b": (
        "{hello}thank you for telling us. Nobody should be left waiting without word. "
        "Please {dm}; a person will look into it and answer {by}.{sign}"
    ),
    "late.c": (
        "{hello}we have seen your message, and we are sorry if you had to wait. If you "
        "{dm}, one of us will find out what happened and answer {by}.{sign}"
    ),
    "broken.a": (
        "{hello}we are sorry it did not turn out as it should. We would like to put that "
        "right. Please {dm}; a person will answer you {by}.{sign}"
    ),
    "broken.b": (
        "{hello}thank you for telling us, and sorry for the trouble. Please {dm}, with a "
        "photo if you have one. A person will answer {by}.{sign}"
    ),
    "broken.c": (
        "{hello}that is not what we want for you, and we are sorry. Please {dm}, so that "
        "one of us can sort it out. You get an answer {by}.{sign}"
    ),
    "quality.a": (
        "{hello}we are sorry it was not as good as you had hoped. We want people to leave"
        " happy. Please {dm}; a person will answer you {by}.{sign}"
    ),
    "quality.b": (
        "{hello}thank you for telling us plainly; that is how things get better. Please "
        "{dm}. One of us will look into it and answer {by}.{sign}"
    ),
    "quality.c": (
        "{hello}that is not the impression we want to leave, and we are sorry. Please "
        "{dm}; a person will ask what happened and answer {by}.{sign}"
    ),
    "wrong_item.a": (
        "{hello}we are sorry if this is not what you were expecting. We want to make it "
        "right. Please {dm}; a person will answer you {by}.{sign}"
    ),
    "wrong_item.b": (
        "{hello}thank you for letting us know. Please {dm} and tell us what should have "
        "been there. A person will check and answer {by}.{sign}"
    ),
    "wrong_item.c": (
        "{hello}sorry if we mixed something up. Please {dm}, and keep order details out "
        "of public posts. One of us will look and answer {by}.{sign}"
    ),
    "money.a": (
        "{hello}we are sorry about the trouble over money. Please {dm}, so that it stays "
        "private. A person will look at it and answer {by}.{sign}"
    ),
    "money.b": (
        "{hello}thank you for raising this. Money questions deserve a straight answer. "
        "Please {dm}; a person will give you one {by}.{sign}"
    ),
    "money.c": (
        "{hello}we have seen your message and want to get this right. Please {dm}, so "
        "that it stays private; one of us will answer you {by}.{sign}"
    ),
    "access.a": (
        "{hello}we are sorry it is not working for you. Please {dm} and tell us what you "
        "see. A person will look into it and answer {by}.{sign}"
    ),
    "access.b": (
        "{hello}thank you for telling us it is not working as it should. Please {dm}, "
        "never with a password. A person will answer {by}.{sign}"
    ),
    "access.c": (
        "{hello}sorry for the trouble with it. We would like to get you going again. "
        "Please {dm}; one of us will answer you {by}.{sign}"
    ),
    "treatment.a": (
        "{hello}we are sorry you were left feeling this way. We want to hear it from you."
        " Please {dm}; a person will answer you {by}.{sign}"
    ),
    "treatment.b": (
        "{hello}thank you for telling us. Everyone should be treated with respect here. "
        "Please {dm}; a person will listen and answer {by}.{sign}"
    ),
    "treatment.c": (
        "{hello}that is not how we want anyone to be treated, and we are sorry. Please "
        "{dm}. One of us will answer you in person {by}.{sign}"
    ),
    "no_answer.a": (
        "{hello}we are sorry that you are still without an answer. Please {dm}, only this"
        " once more. A person will take it over {by}.{sign}"
    ),
    "no_answer.b": (
        "{hello}you should not have to ask twice, and we are sorry. Please {dm}; one of "
        "us will take this on and answer {by}.{sign}"
    ),
    "no_answer.c": (
        "{hello}sorry for the silence. Your message here has been seen. Please {dm}, and "
        "a person will answer you, not a form, {by}.{sign}"
    ),
    "booking.a": (
        "{hello}we are sorry about the trouble with your plans. Please {dm}; a person "
        "will check what can be done and answer {by}.{sign}"
    ),
    "booking.b": (
        "{hello}thank you for telling us. We know plans hang on this. Please {dm}, and "
        "one of us will look at it and answer {by}.{sign}"
    ),
    "booking.c": (
        "{hello}sorry that this upset your plans. We would like to help. Please {dm}; a "
        "person will come back to you there {by}.{sign}"
    ),
    "general.a": (
        "{hello}thank you for telling us. If something went wrong, we want to put it "
        "right. Please {dm}; a person will answer you {by}.{sign}"
    ),
    "general.b": (
        "{hello}we are sorry to read this and would like to understand it better. Please "
        "{dm}. One of us will answer you {by}.{sign}"
    ),
    "general.c": (
        "{hello}we have seen your message and take it seriously. Please {dm}, so that a "
        "person can help. You get an answer {by}.{sign}"
    ),
    "again.a": (
        "{hello}we know this is not the first time, and we are sorry. Please {dm}; "
        "somebody who knows your case will answer {by}.{sign}"
    ),
    "again.b": (
        "{hello}sorry that you have to write to us again. Nothing needs repeating. Please"
        " {dm}; we pick up where we left off {by}.{sign}"
    ),
    "again.c": (
        "{hello}this should have stayed solved, and we are sorry. Please {dm} in the same"
        " thread. One of us will answer you {by}.{sign}"
    ),
    "incident.a": (
        "{hello}thank you for telling us, and sorry. {note} We are working on it and will"
        " write here again {by}.{sign}"
    ),
    "incident.b": (
        "{hello}sorry about this. {note} You do not need to do anything. The next news "
        "comes {by}.{sign}"
    ),
    "incident.c": (
        "{hello}you are not alone with this, and we are sorry. {note} We will tell you "
        "when it is solved, at the latest {by}.{sign}"
    ),
}
