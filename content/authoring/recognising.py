"""Types of pages, recognised by folder, file name, title and headings in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from content.addresses import is_index, stem_of
from content.document import Document
from content.models import FOLDERS

# Words as they begin (`objection` finds `objections`); `=word` must end there too. The first type that fits is taken.
_TELLING = {
    "ideal-customer-profile": """ideal customer profile, =icp, idealkunde, wunschkunde, profil client idéal,
        client idéal, perfil de cliente ideal, perfil do cliente ideal, cliente ideale, ideale klant,
        profil idealnego klienta, идеальный клиент, портрет идеального клиента, ідеальний клієнт, 理想客户,
        理想の顧客""",
    "battlecard": """battlecard, battle card, kill sheet, competitor card, competitive comparison, wettbewerbsvergleich,
        konkurrenzvergleich, wettbewerbskarte, fiche concurrent, fiche concurrentielle, ficha de competidor,
        tarjeta de batalla, scheda concorrente, ficha de concorrente, karta konkurencji, karta konkurenta, баттлкарт,
        карточка конкурента, сравнение с конкурент, картка конкурента, 竞品, 竞争对手, バトルカード, 競合比較""",
    "case-study": """case study, case studies, success story, success stories, customer story, customer stories,
        reference story, fallstudie, erfolgsgeschichte, kundenreferenz, referenzbericht, anwenderbericht, étude de cas,
        études de cas, témoignage client, caso de éxito, casos de éxito, caso de estudio, estudio de caso,
        caso di successo, caso di studio, caso de sucesso, estudo de caso, klantverhaal, praktijkvoorbeeld,
        studium przypadku, historia klienta, historia sukcesu, история успеха, история клиента, кейс клиента, =кейс,
        =кейсы, історія успіху, 案例, 导入事例, 導入事例, 成功事例""",
    "email-template": """email template, e-mail template, mail template, e-mail-vorlage, mailvorlage, e-mailvorlage,
        modèle d'e-mail, modèle de mail, plantilla de correo, plantilla de email, modello di email, modello di e-mail,
        modelo de e-mail, e-mailsjabloon, szablon e-mail, szablon maila, шаблон письма, шаблон листа, 邮件模板,
        メールテンプレート, メール文例""",
    "sequence": """email sequence, e-mail sequence, outbound sequence, outreach sequence, sales sequence,
        sales cadence, outreach cadence, email cadence, e-mail-sequenz, séquence d'e-mails,
        séquence de prospection, secuencia de correos, cadencia de ventas, sequenza di email,
        sekwencja e-mail, цепочка писем, ланцюжок листів, 邮件序列, メールシーケンス""",
    "objection": """objection, einwand, einwänd, vorwand, vorwänd, objeción, objecion, obiezion, objeção, objeçõ,
        bezwaar, bezwaren, tegenwerping, obiekcj, возражени, заперечен, 异议, 反对意见, 反論, 切り返し""",
    "rubric": """rubric, scorecard, score card, bewertungsbogen, bewertungsraster, grille d'évaluation, rúbrica,
        griglia di valutazione, karta oceny, критерии оценки, оценочный лист, 评分表, 評価表, ルーブリック""",
    "playbook": """playbook, sales play, spielbuch, vertriebsleitfaden, плейбук, книга продаж, manual de ventas,
        manual de vendas, manuale di vendita, 销售手册, 营销手册, プレイブック""",
    "product-sheet": """product sheet, productsheet, datasheet, data sheet, one-pager, one pager, solution brief,
        produktblatt, produktdatenblatt, datenblatt, fiche produit, fiche technique, ficha de producto, ficha técnica,
        scheda prodotto, scheda tecnica, ficha de produto, productblad, karta produktu, карточка продукта,
        описание продукта, картка продукту, 产品说明, 产品介绍, 产品手册, 製品資料, 製品概要, データシート""",
    "white-paper": """white paper, whitepaper, livre blanc, libro blanco, libro bianco, livro branco, witboek,
        biała księga, белая книга, біла книга, 白皮书, ホワイトペーパー""",
    "e-book": """ebook, e-book, electronic book, libro electrónico, livre numérique, электронная книга,
        електронна книга, 电子书, 電子書籍""",
    "deck": """=deck, =decks, slide deck, pitch deck, =slides, foliensatz, diaporama, =diapositivas, slidedeck, слайды,
        презентация для клиент, 演示文稿, 幻灯片, スライド""",
    "initiative": """enablement plan, launch plan, rollout plan, roll-out plan, go-to-market plan, =gtm plan,
        einführungsplan, launchplan, plan de lancement, plan de lanzamiento, piano di lancio, plano de lançamento,
        lanceringsplan, plan wdrożenia, plan wprowadzenia, план запуска, план внедрения, 上市计划, 推广计划,
        導入計画""",
    "quiz": """quiz, knowledge check, wissenstest, questionnaire de validation, cuestionario, викторин, =тест,
        测验, クイズ, 理解度テスト""",
    "path": """onboarding path, learning path, training path, ramp-up plan, einarbeitungsplan, lernpfad,
        parcours d'intégration, ruta de aprendizaje, percorso di onboarding, trilha de aprendizagem, ścieżka wdrożenia,
        план адаптации, план адаптації, 学习路径, 入职计划, オンボーディング計画""",
    "course": """onboarding course, training course, onboarding curriculum, onboarding training, online course,
        schulung, einarbeitungskurs, lehrgang, formation commerciale, cours de formation, curso de, corso di,
        cursus, kurs, szkolenie, =курс, учебный курс, 培训课程, 入职培训, 研修コース""",
    "lesson": "=lesson, lektion, leçon, lección, lezione, =lição, lekcja, =урок, 第一课, レッスン",
    "persona": """buyer persona, customer persona, user persona, =persona, =personas, käuferpersona,
        персона покупателя, портрет покупателя, портрет клиента, 用户画像, 客户画像, 买家画像, ペルソナ""",
    "guide": """guide, how to, how-to, =howto, handbook, =manual, best practice, tips, cheat sheet, cheatsheet,
        checklist, runbook, faq, walkthrough, tutorial, getting started, leitfaden, anleitung, ratgeber, handbuch,
        checkliste, guía, cómo, guida, =guia, manuel, handleiding, poradnik, przewodnik, instrukcja, руководств, =гайд,
        инструкци, =как, чек-лист, посібник, інструкці, =як, 指南, 手册, 操作步骤, ガイド, 手順, マニュアル""",
}
# Headings that stand together in nothing else; two of them tell the type.
_HEADINGS = {
    "battlecard": """where we win, where they win, where they are strong, their strengths, their weaknesses, landmines,
        why we win, why we lose, questions to plant, what they say about us, wo wir gewinnen, où nous gagnons""",
    "case-study": """the challenge, =challenge, the solution, =solution, the results, =results, the outcome,
        die herausforderung, die lösung, die ergebnisse, le défi, la solution, les résultats, el reto, la solución,
        los resultados, wyzwanie, rozwiązanie, efekty, задача, решение, результаты, 挑战, 解决方案, 成果""",
    "persona": """pain points, goals and, what they care about, how they are measured, measured on, buying criteria,
        day in the life, a normal week, what bothers them, schmerzpunkte, ziele und, боли, 痛点""",
    "objection": """what you hear, what it usually means, what they really mean, how to respond, first reply,
        was sie hören, antwort auf, что слышите, как ответить""",
}
# `persona` is an everyday word there.
_PERSON_IS_PERSONA = {"es", "it", "ca", "gl"}
_SPACED = re.compile(r"[\s_\-‐‑–—]+")
# Written without spaces, or glued together: a word may begin anywhere.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_HEADING = re.compile(r"^#{1,3}[ \t]+(.{1,200})", re.MULTILINE)


def likely_types(page: Document) -> Iterator[str]:
    """Yield the types that a page may be, most likely first; some may need fields that it lacks."""
    if page.type != "page":
        yield page.type
    *folders, name = PurePosixPath(stem_of(page.path)).parts
    is_first = is_index(page.path)
    if not is_first:
        yield from (FOLDERS[folder] for folder in map(_key, reversed(folders)) if folder in FOLDERS)
    said = [*([] if is_first else [name]), page.title]
    for kind in _types_told_by(*said, language=page.fields.language):
        # A course is a folder, and the first page of a folder is about the others.
        if kind == "guide" or (kind == "course") == is_first:
            yield kind
    if not is_first:
        told = _types_told_by(*reversed(folders), language=page.fields.language)
        yield from (kind for kind in told if kind not in {"guide", "course"})
        yield from _types_by_headings(page.body)


def _key(folder: str) -> str:
    return _SPACED.sub("-", folder.lower())


def _patterns(words: str) -> re.Pattern[str]:
    """Make one pattern of a list of words."""
    ways = []
    for word in (_plain(word) for word in words.split(",")):
        text = re.escape(word.removeprefix("=")).replace(r"\ ", " ")
        ends = r"(?!\w)" if word.startswith("=") else ""
        ways.append(text if _UNSPACED.search(text) else rf"(?<!\w){text}{ends}")
    return re.compile("|".join(ways))


def _plain(text: str) -> str:
    return _SPACED.sub(" ", text.strip()).lower().replace("’", "'")


_BY_WORD = {kind: _patterns(words) for kind, words in _TELLING.items()}
_BY_HEADING = {kind: _patterns(words) for kind, words in _HEADINGS.items()}


def _types_told_by(*texts: str, language: str) -> Iterator[str]:
    for text in map(_plain, texts):
        for kind, pattern in _BY_WORD.items():
            if pattern.search(text) and not (kind == "persona" and language in _PERSON_IS_PERSONA):
                yield kind


def _types_by_headings(body: str) -> Iterator[str]:
    headings = [_plain(heading) for heading in _HEADING.findall(body)]
    for kind, pattern in _BY_HEADING.items():
        found = {match[0] for heading in headings if (match := pattern.match(heading))}
        if len(found) >= 2:
            yield kind
