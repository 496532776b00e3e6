"""Every address of the site."""

from django.conf import settings
from django.urls import path

from studyapp.views import (
    accounts,
    cram,
    errors,
    exams,
    glossary,
    lessons,
    offline,
    pack,
    pages,
    practice,
    reviews,
    studysettings,
)

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", pages.today, name="today"),
    path("lessons/", lessons.course_map, name="lessons"),
    path("lessons/<slug:slug>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:slug>/section/", lessons.remember_section, name="lesson-section"),
    path("lessons/<slug:slug>/finish/", lessons.finish, name="lesson-finish"),
    path("lessons/<slug:slug>/checks/<slug:question>/", lessons.check, name="lesson-check"),
    path("lessons/<slug:slug>/checks/<slug:question>/queue/", lessons.queue_check, name="lesson-check-queue"),
    path("practice/", practice.build, name="practice"),
    path("practice/<int:pk>/", practice.quiz, name="quiz"),
    path("practice/<int:pk>/<int:position>/answer/", practice.answer, name="quiz-answer"),
    path("practice/<int:pk>/finish/", practice.finish, name="quiz-finish"),
    path("practice/<int:pk>/queue/", practice.queue_misses, name="quiz-queue"),
    path("review/", reviews.review, name="review"),
    path("review/<int:pk>/<int:number>/card/", reviews.grade_card, name="review-card"),
    path("review/<int:pk>/<int:number>/question/", reviews.grade_question, name="review-question"),
    path("review/undo/", reviews.undo, name="review-undo"),
    path("review/aside/", reviews.aside_list, name="review-aside"),
    path("review/pack/", pack.pack, name="review-pack"),
    path("review/receive/", pack.receive, name="review-receive"),
    path("review/cram/", cram.cram, name="cram"),
    path("review/<int:pk>/bury/", reviews.bury, name="review-bury"),
    path("review/<int:pk>/suspend/", reviews.suspend, name="review-suspend"),
    path("review/<int:pk>/back/", reviews.bring_back, name="review-back"),
    path("exams/", exams.exam_list, name="exams"),
    path("exams/format/", exams.exam_format, name="exam-format"),
    path("exams/<slug:slug>/", exams.exam, name="exam"),
    path("attempts/<int:pk>/", exams.sitting, name="attempt"),
    path("attempts/<int:pk>/<int:position>/save/", exams.save, name="attempt-save"),
    path("attempts/<int:pk>/submit/", exams.submit, name="attempt-submit"),
    path("attempts/<int:pk>/report/", exams.report, name="report"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("account/", accounts.account, name="account"),
    path("account/sign-up/", accounts.sign_up, name="sign-up"),
    path("account/sign-in/", accounts.sign_in, name="sign-in"),
    path("account/sign-out/", accounts.sign_out, name="sign-out"),
    path("account/settings/", studysettings.settings, name="study-settings"),
    path("account/settings/fit/", studysettings.fit, name="fit"),
    path("account/settings/defaults/", studysettings.use_defaults, name="fit-defaults"),
    path("account/time-zone/", accounts.time_zone, name="time-zone"),
    path("offline/", offline.offline, name="offline"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("healthz", pages.health, name="health"),
]

if settings.DEBUG:
    urlpatterns.append(path("style/", pages.style, name="style"))
